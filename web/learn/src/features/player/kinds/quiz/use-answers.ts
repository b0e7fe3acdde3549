import { useEffect, useRef, useState } from 'react';
import type { Schema } from 'shared/api/schemas';
import type { Given } from 'shared/quiz/given';
import { useOnline } from 'shared/session/use-session';
import {
  type AttemptRef,
  addAnswer,
  nextSequence,
  onAnswers,
  sendAnswers,
  type WaitingAnswer,
  waitingAnswers,
} from '../../../../offline/answers';
import { useRefusals } from '../../../../shell/use-refusals';
import { type Answers, withWaitingAnswers } from './attempt';
import { noteAnswer } from './queries';

/** Who types is not finished with every letter. */
const SENT_AFTER = 600;

interface AnswersModel {
  answers: Answers;
  give: (questionId: string, answer: Given) => void;
  /** Nothing was given yet, or whether that has been saved. */
  state: 'none' | 'saved' | 'saving' | 'waiting';
  /** Sends at once what waits; whether nothing waits any more. */
  flush: () => Promise<boolean>;
}

/** What is answered in an attempt: noted on the device at once, and then sent. */
export function useAnswers(of: AttemptRef, lesson: string, known: Answers, skew: number): AnswersModel {
  const { courseId, lessonId, number } = of;
  const [waiting, setWaiting] = useState<readonly WaitingAnswer[]>(() => waitingAnswers(of));
  const tellRefusals = useRefusals();
  const online = useOnline();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    const look = () => setWaiting(waitingAnswers({ courseId, lessonId, number }));
    look();
    return onAnswers(look);
  }, [courseId, lessonId, number]);

  async function flush(): Promise<boolean> {
    clearTimeout(timer.current);
    tellRefusals(await sendAnswers());
    return waitingAnswers(of).length === 0;
  }
  const latest = useRef(flush);
  latest.current = flush;

  useEffect(() => {
    // What waits is sent when there is a network again, and when the page is left for another.
    if (online) void latest.current();
    const leave = () => document.hidden && void latest.current();
    document.addEventListener('visibilitychange', leave);
    return () => {
      document.removeEventListener('visibilitychange', leave);
      void latest.current();
    };
  }, [online]);

  function give(questionId: string, answer: Schema<'Given'>) {
    const sequence = nextSequence(Date.now() + skew);
    noteAnswer(of, questionId, answer);
    addAnswer({ ...of, lesson, questionId, answer, sequence });
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void latest.current(), SENT_AFTER);
  }

  const answers = withWaitingAnswers(known, waiting);

  function state() {
    if (waiting.length > 0) return online ? 'saving' : 'waiting';
    return Object.keys(answers).length > 0 ? 'saved' : 'none';
  }

  return { answers, give, state: state(), flush };
}
