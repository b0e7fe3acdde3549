import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { Icon } from 'shared/parts/icon';
import { Note, ProblemNote } from 'shared/parts/problem-note';
import { answerState } from 'shared/quiz/given';
import { QuestionView } from 'shared/quiz/question-view';
import { useQuizText } from 'shared/quiz/text';
import { flagsOf, keepFlags } from '../../../../offline/answers';
import { HandIn } from './hand-in';
import { Overview } from './overview';
import type { Attempt } from './queries';
import style from './quiz.module.css';
import { Timer } from './timer';
import { useAnswers } from './use-answers';
import { useHandingIn } from './use-handing-in';

interface OpenAttemptProps {
  courseId: string;
  lesson: Schema<'LessonContent'>;
  open: Attempt;
  oneAtATime: boolean;
}

/** An attempt that is open: its questions, one after the other or all of them. */
export function OpenAttempt({ courseId, lesson, open: { attempt, skew }, oneAtATime }: OpenAttemptProps) {
  const text = useQuizText();
  const formats = useFormats();
  const { number, questions, due_at: dueAt } = attempt;
  const ref = { courseId, lessonId: lesson.id, number };
  const model = useAnswers(ref, lesson.title, attempt.answers, skew);
  const handing = useHandingIn(ref, model.flush);
  const [at, setAt] = useState(0);
  const [flags, setFlags] = useState<readonly string[]>(() => flagsOf(ref));
  const [asking, setAsking] = useState(false);
  const place = useRef<HTMLElement>(null);
  const moved = useRef(false);

  // Who turns to another question begins to read with its heading.
  useEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    heading(questions[at]?.id)?.focus();
  }, [at]);

  function heading(id: string | undefined): HTMLElement | null {
    return id === undefined ? null : (place.current?.querySelector<HTMLElement>(`[data-question="${id}"]`) ?? null);
  }

  function show(next: number) {
    const id = questions[next]?.id;
    if (!oneAtATime || next === at) {
      heading(id)?.focus();
      return;
    }
    moved.current = true;
    setAt(next);
  }

  function flag(id: string) {
    const next = flags.includes(id) ? flags.filter(other => other !== id) : [...flags, id];
    setFlags(next);
    keepFlags(ref, next);
  }

  /** Keys that turn the pages of the course elsewhere belong to the quiz here. */
  function hold(event: KeyboardEvent) {
    if (event.key !== 'Escape') event.stopPropagation();
  }

  const shown = oneAtATime ? questions.slice(at, at + 1) : questions;
  const isLast = !oneAtATime || at === questions.length - 1;
  return (
    <section
      ref={place}
      className={style.attempt}
      aria-label={text('quiz.attempt-name')}
      data-attempt="open"
      onKeyDown={hold}
    >
      <div className={style.bar}>
        {dueAt && <Timer dueAt={dueAt} skew={skew} onTimeUp={() => void handing.handIn(true)} />}
        <p className={style.saved} role="status" data-state={model.state}>
          <Icon name={model.state === 'saved' ? 'check' : model.state === 'saving' ? 'waiting' : 'cloud'} size={16} />
          {text(`quiz.answers.${model.state}`)}
        </p>
      </div>
      <Overview
        questions={questions}
        answers={model.answers}
        flags={flags}
        current={oneAtATime ? at : undefined}
        onShow={show}
      />
      {handing.isTimeUp && <Note kind="info">{text(handing.busy ? 'quiz.time-up' : 'quiz.time-up-waiting')}</Note>}
      {shown.map(question => {
        const place = questions.indexOf(question) + 1;
        const isFlagged = flags.includes(question.id);
        const state = answerState(question, model.answers[question.id]);
        return (
          <section key={question.id} className={style.questionFrame} aria-labelledby={`heading-${question.id}`}>
            <h2 id={`heading-${question.id}`} tabIndex={-1} data-question={question.id} className={style.questionHead}>
              {text('quiz.question-of', {
                number: formats.number(place),
                total: formats.number(questions.length),
              })}
              {state !== 'answered' && <span className="visually-hidden">, {text(`quiz.state.${state}`)}</span>}
            </h2>
            <QuestionView
              question={question}
              given={model.answers[question.id]}
              readOnly={handing.isTimeUp}
              lang={lesson.language ?? undefined}
              dir={lesson.text_direction ?? undefined}
              onGive={answer => model.give(question.id, answer)}
              beside={
                <button
                  type="button"
                  className={style.flag}
                  aria-pressed={isFlagged}
                  aria-label={text('quiz.flag', { number: formats.number(place) })}
                  onClick={() => flag(question.id)}
                >
                  <Icon name="star" size={16} />
                  {text(isFlagged ? 'quiz.flagged' : 'quiz.flag-short')}
                </button>
              }
            />
          </section>
        );
      })}
      {handing.error !== undefined && !handing.isTimeUp && <ProblemNote error={handing.error} />}
      <div className={style.turns}>
        {oneAtATime && (
          <Button onClick={() => show(at - 1)} disabled={at === 0} icon={<Icon name="back" size={18} />}>
            {text('quiz.previous')}
          </Button>
        )}
        {!isLast && (
          <Button look="main" onClick={() => show(at + 1)}>
            {text('quiz.next')}
            <Icon name="next" size={18} />
          </Button>
        )}
        {isLast && (
          <Button look="main" busy={handing.busy} onClick={() => setAsking(true)}>
            {text('quiz.submit')}
          </Button>
        )}
      </div>
      <HandIn
        open={asking && !handing.isTimeUp}
        questions={questions}
        answers={model.answers}
        flags={flags}
        busy={handing.busy}
        error={handing.error}
        onShow={next => {
          setAsking(false);
          // After the dialog, which gives the focus back to what opened it.
          requestAnimationFrame(() => show(next));
        }}
        onClose={() => setAsking(false)}
        onHandIn={() => void handing.handIn(false)}
      />
    </section>
  );
}
