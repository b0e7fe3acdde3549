import { useState } from 'react';
import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { Icon, type IconName } from 'shared/parts/icon';
import { Note, ProblemNote } from 'shared/parts/problem-note';
import { useQuizText } from 'shared/quiz/text';
import type { Content } from '../kind';
import { type Hindrance, hindranceOf, pastAttempts } from './attempt';
import { beginAttempt } from './queries';
import style from './quiz.module.css';
import { Resume } from './resume';

interface StartProps {
  courseId: string;
  lessonId: string;
  content: Content<'quiz'>;
  standing: Schema<'QuizStanding'>;
  /** By the server's clock. */
  now: number;
  onShow: (number: number) => void;
}

/** What awaits one, how one stands, and the way in. */
export function Start({ courseId, lessonId, content, standing, now, onShow }: StartProps) {
  const text = useQuizText();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const open = standing.attempts.find(({ state }) => state === 'open');
  const past = pastAttempts(standing.attempts);
  const hindrance = open ? undefined : hindranceOf(content, standing, now);
  const corrected = past.find(({ corrected_at }) => corrected_at);

  async function begin() {
    setBusy(true);
    setError(undefined);
    try {
      onShow(await beginAttempt(courseId, lessonId));
    } catch (refused) {
      setError(refused);
      setBusy(false);
    }
  }

  return (
    <section className={style.start} aria-labelledby="quiz-start">
      <h2 id="quiz-start" className={style.questionHead}>
        {text('quiz.title')}
      </h2>
      {corrected && <Corrected attempt={corrected} />}
      {standing.passed && <Note kind="good">{text('quiz.is-passed')}</Note>}
      <Facts content={content} standing={standing} />
      {hindrance && <Hindered hindrance={hindrance} />}
      {!hindrance && content.time_limit_minutes != null && !open && (
        <p className={style.soft}>{text('quiz.time-begins')}</p>
      )}
      {open && <Resume courseId={courseId} lessonId={lessonId} number={open.number} onShow={onShow} />}
      {!open && !hindrance && (
        <Button look={standing.passed ? 'plain' : 'main'} busy={busy} onClick={begin}>
          {text(past.length > 0 ? 'quiz.again' : 'quiz.start')}
        </Button>
      )}
      {error !== undefined && <ProblemNote error={error} />}
      {past.length > 0 && <Results past={past} onShow={onShow} />}
    </section>
  );
}

function Corrected({ attempt }: { attempt: Schema<'AttemptSummary'> }) {
  const text = useQuizText();
  const formats = useFormats();
  return <Note kind="info">{text('quiz.corrected', { date: formats.date(attempt.corrected_at ?? '') })}</Note>;
}

function Hindered({ hindrance }: { hindrance: Hindrance }) {
  const text = useQuizText();
  const formats = useFormats();
  const at = 'at' in hindrance ? formats.dateTime(hindrance.at) : '';
  return <Note kind="info">{text(`quiz.hindrance.${hindrance.why}`, { at })}</Note>;
}

function Facts({ content, standing }: { content: Content<'quiz'>; standing: Schema<'QuizStanding'> }) {
  const text = useQuizText();
  const formats = useFormats();
  const { question_count: count, attempts_left: left } = standing;
  const limit = content.time_limit_minutes;
  const facts: [IconName, string][] = [
    ['list', text('quiz.questions', { count, shown: formats.number(count) })],
    ['clock', limit != null ? text('quiz.limit', { time: formats.minutes(limit) }) : text('quiz.no-limit')],
    ['check', text('quiz.pass-mark', { percent: formats.percent(content.pass_percent ?? PASS) })],
    ['rewind', left != null ? text('quiz.left', { count: left, shown: formats.number(left) }) : text('quiz.any-left')],
  ];
  if (content.closes_at) facts.push(['lock', text('quiz.closes', { at: formats.dateTime(content.closes_at) })]);
  return (
    <ul className={style.facts}>
      {facts.map(([icon, words]) => (
        <li key={icon}>
          <Icon name={icon} size={18} />
          {words}
        </li>
      ))}
    </ul>
  );
}

/** Where a quiz names no pass mark, it is this one. */
export const PASS = 80;

function Results({ past, onShow }: { past: readonly Schema<'AttemptSummary'>[]; onShow: (number: number) => void }) {
  const text = useQuizText();
  const formats = useFormats();
  return (
    <div className={style.results}>
      <h3>{text('quiz.results')}</h3>
      <ul>
        {past.map(attempt => (
          <li key={attempt.number}>
            <span>
              {text('quiz.attempt', { number: formats.number(attempt.number) })}
              <span className={style.soft}> · {formats.dateTime(attempt.submitted_at ?? attempt.begun_at)}</span>
            </span>
            <span className={style.outcome} data-passed={attempt.passed || undefined}>
              {attempt.percent != null && <strong>{formats.percent(attempt.percent)}</strong>}
              {attempt.passed != null && ` ${text(attempt.passed ? 'quiz.passed' : 'quiz.failed')}`}
            </span>
            <Button
              look="quiet"
              aria-label={text('quiz.review-attempt', { number: formats.number(attempt.number) })}
              onClick={() => onShow(attempt.number)}
            >
              {text('quiz.review')}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
