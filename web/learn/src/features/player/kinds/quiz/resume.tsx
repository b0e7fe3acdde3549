import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'shared/parts/button';
import { Icon } from 'shared/parts/icon';
import { useWaitText } from 'shared/parts/problem-note';
import { useQuizText } from 'shared/quiz/text';
import { attemptQuery } from './queries';
import style from './quiz.module.css';
import { useSecondsLeft } from './use-seconds-left';

interface ResumeProps {
  courseId: string;
  lessonId: string;
  /** The attempt that is open. */
  number: number;
  onShow: (number: number) => void;
}

/** The way back into the attempt that is open, and how much time there is for it. */
export function Resume({ courseId, lessonId, number, onShow }: ResumeProps) {
  const text = useQuizText();
  const { data } = useQuery(attemptQuery(courseId, lessonId, number));
  const [isOver, setOver] = useState(false);
  const dueAt = data?.attempt.due_at;
  return (
    <>
      {data && dueAt && <Remaining dueAt={dueAt} skew={data.skew} onTimeUp={() => setOver(true)} />}
      {/* What is over is handed in where it is shown. */}
      <Button look="main" onClick={() => onShow(number)}>
        {text(isOver ? 'quiz.see-result' : 'quiz.resume')}
      </Button>
    </>
  );
}

/** It changes silently: nobody who decides whether to go on needs to hear each minute. */
function Remaining({ dueAt, skew, onTimeUp }: { dueAt: string; skew: number; onTimeUp: () => void }) {
  const text = useQuizText();
  const waitText = useWaitText();
  const left = useSecondsLeft(dueAt, skew, onTimeUp);
  return (
    <p className={style.remaining}>
      <Icon name="clock" size={18} />
      {left > 0 ? text('quiz.remaining', { time: waitText(left) }) : text('quiz.is-over')}
    </p>
  );
}
