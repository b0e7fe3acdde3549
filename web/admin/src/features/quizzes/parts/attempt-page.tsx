import type { UseQueryResult } from '@tanstack/react-query';
import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { Note } from 'shared/parts/problem-note';
import { Failure } from 'shared/parts/state';
import { QuestionView } from 'shared/quiz/question-view';
import { Rich } from 'shared/quiz/rich';
import { Badge } from '../../../parts/badge';
import { Card, Facts } from '../../../parts/card';
import layout from '../../../parts/layout.module.css';
import { PageHead } from '../../../parts/page-head';
import { ViewWaiting } from '../../../shell/view-waiting';
import { Result } from '../../attempts/parts/result';
import { useText } from '../text';
import style from './quizzes.module.css';

type Reviewed = Schema<'ReviewedAttempt'>;

interface AttemptPageProps {
  number: number;
  found: UseQueryResult<Reviewed>;
  above: { to: string; label: string };
}

/** An attempt at a quiz: who made it, what came of it, and question by question what was answered. What may be told is the API's business. */
export function AttemptPage({ number, found, above }: AttemptPageProps) {
  const text = useText();
  const formats = useFormats();
  const shown = formats.number(number);
  if (!found.data) {
    if (!found.error) return <ViewWaiting />;
    return (
      <>
        <PageHead title={text('attempts.number', { number: shown })} above={above} />
        <Failure error={found.error} onRetry={() => found.refetch()} busy={found.isFetching} />
      </>
    );
  }
  const { name, lesson_title: lesson, course_title: course, attempt } = found.data;
  return (
    <>
      <PageHead
        title={name ? text('quiz.attempt-of', { number: shown, name }) : text('attempts.number', { number: shown })}
        lead={`${lesson ?? text('attempts.gone')} · ${course}`}
        above={above}
      />
      <div className={layout.stack}>
        <Outcome reviewed={found.data} />
        <Questions attempt={attempt} />
      </div>
    </>
  );
}

function Outcome({ reviewed: { name, attempt } }: { reviewed: Reviewed }) {
  const text = useText();
  const formats = useFormats();
  const { state, begun_at, submitted_at, due_at, result } = attempt;
  const at = (label: string, time: string | undefined) => (time ? [{ label, value: formats.dateTime(time) }] : []);

  function factsOf({ percent, passed, points, points_possible: possible, feedback }: Schema<'QuizResult'>) {
    const numbers = { count: possible, points: formats.number(points), possible: formats.number(possible) };
    return [
      { label: text('attempts.result'), value: <Result state={state} percent={percent} passed={passed} /> },
      { label: text('quiz.points-field'), value: text('quiz.points-of', numbers) },
      ...(feedback ? [{ label: text('quiz.feedback-short'), value: <Rich html={feedback} /> }] : []),
    ];
  }

  return (
    <Card title={text('quiz.attempt-about')}>
      <Facts
        facts={[
          { label: text('attempts.learner'), value: name ?? text('attempts.somebody') },
          { label: text('state'), value: text(`quiz.attempt-state.${state}`) },
          ...at(text('attempts.begun'), begun_at),
          ...at(text('quiz.due'), state === 'open' ? due_at : undefined),
          ...at(text('quiz.when'), submitted_at),
          ...at(text('quiz.regraded-at'), result?.corrected_at),
          ...(result ? factsOf(result) : []),
        ]}
      />
    </Card>
  );
}

function Questions({ attempt: { state, questions, answers, result } }: { attempt: Schema<'QuizAttempt'> }) {
  const text = useText();
  const formats = useFormats();
  const total = formats.number(questions.length);
  return (
    <Card title={text('quiz.questions-table')}>
      {state === 'open' && <Note kind="info">{text('quiz.attempt-open')}</Note>}
      {questions.map((question, at) => {
        const given = answers[question.id];
        return (
          <section key={question.id} className={style.previewed} aria-labelledby={`question-${question.id}`}>
            <h3 id={`question-${question.id}`}>
              {text('quiz.question-of', { number: formats.number(at + 1), total })}
            </h3>
            <QuestionView
              question={question}
              given={given}
              result={result?.questions?.[question.id]}
              readOnly
              isOwn={false}
              beside={!result && !given && <Badge>{text('quiz.verdict.unanswered')}</Badge>}
            />
          </section>
        );
      })}
    </Card>
  );
}
