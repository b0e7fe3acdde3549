import { useEffect, useRef } from 'react';
import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { Icon } from 'shared/parts/icon';
import { Note } from 'shared/parts/problem-note';
import { ProgressBar } from 'shared/parts/progress-bar';
import { QuestionView } from 'shared/quiz/question-view';
import { Rich } from 'shared/quiz/rich';
import { useQuizText } from 'shared/quiz/text';
import { endedByTime } from './attempt';
import style from './quiz.module.css';

interface PastAttemptProps {
  lesson: Schema<'LessonContent'>;
  attempt: Schema<'QuizAttempt'>;
  passPercent: number;
  onClose: () => void;
}

/** What came of an attempt, and of it what may be told. */
export function PastAttempt({ lesson, attempt, passPercent, onClose }: PastAttemptProps) {
  const text = useQuizText();
  const formats = useFormats();
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  const { number, result, questions, answers } = attempt;
  return (
    <section className={style.attempt} aria-labelledby="quiz-result">
      <h2 id="quiz-result" ref={head} tabIndex={-1} className={style.questionHead}>
        {text('quiz.result-of', { number: formats.number(number) })}
      </h2>
      {endedByTime(attempt) && <Note kind="info">{text('quiz.expired')}</Note>}
      {result?.corrected_at && (
        <Note kind="info">{text('quiz.corrected', { date: formats.date(result.corrected_at) })}</Note>
      )}
      {result && (
        <div className={style.result} data-passed={result.passed}>
          <p className={style.score}>
            <Icon name={result.passed ? 'check' : 'cross'} size={28} />
            <strong>{formats.percent(result.percent)}</strong>
            <span>{text(result.passed ? 'quiz.passed' : 'quiz.failed')}</span>
          </p>
          <ProgressBar
            label={text('quiz.score')}
            percent={Math.max(0, Math.min(100, Math.round(result.percent)))}
            tone={result.passed ? 'good' : 'brand'}
          />
          <p className={style.soft}>
            {text('quiz.points-of', {
              count: result.points_possible,
              points: formats.number(result.points),
              possible: formats.number(result.points_possible),
            })}
            {' · '}
            {text('quiz.pass-mark', { percent: formats.percent(passPercent) })}
          </p>
          {result.feedback && <Rich html={result.feedback} />}
        </div>
      )}
      {result && !result.questions && <p className={style.soft}>{text('quiz.no-review')}</p>}
      {result?.questions &&
        questions.map((question, at) => (
          <section key={question.id} className={style.questionFrame} aria-labelledby={`result-${question.id}`}>
            <h3 id={`result-${question.id}`} className={style.questionHead}>
              {text('quiz.question', { number: formats.number(at + 1) })}
            </h3>
            <QuestionView
              question={question}
              given={answers[question.id]}
              result={result.questions?.[question.id]}
              readOnly
              lang={lesson.language ?? undefined}
              dir={lesson.text_direction ?? undefined}
            />
          </section>
        ))}
      <div className={style.turns}>
        <Button onClick={onClose} icon={<Icon name="back" size={18} />}>
          {text('quiz.to-start')}
        </Button>
      </div>
    </section>
  );
}
