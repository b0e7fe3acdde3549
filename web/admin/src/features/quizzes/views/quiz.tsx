import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { Loading, Skeleton } from 'shared/parts/skeleton';
import { Failure, State } from 'shared/parts/state';
import { plainText } from 'shared/quiz/rich';
import { Card } from '../../../parts/card';
import { SelectField } from '../../../parts/fields';
import layout from '../../../parts/layout.module.css';
import { PageHead } from '../../../parts/page-head';
import { LessonPage, lessonTitle } from '../../attempts/parts/lesson-page';
import { htmlOf } from '../markdown';
import { isRegradingAwaited } from '../model/regraded';
import { ChosenTable } from '../parts/question-statistics';
import { QuizAttempts } from '../parts/quiz-attempts';
import style from '../parts/quizzes.module.css';
import { Regrading } from '../parts/regrading';
import { askAttempts, type QuizLesson, statisticsQuery } from '../queries';
import { useText } from '../text';

const route = getRouteApi('/courses/$courseId/quizzes/$lessonId');

/** Attempts are graded again one after the other, in a few seconds. */
const COMING = 120_000;
const SOON = 2_000;

interface Ordered {
  /** What has been ordered to come to something else. */
  changes: readonly Schema<'RegradedAttempt'>[];
  /** How long that is waited for. */
  until: number;
}

/** How the questions of a quiz work, who has taken it, and grading it again. */
export default function Quiz() {
  const { courseId, lessonId } = route.useParams();
  return (
    <LessonPage courseId={courseId}>
      {course => <Results course={course} lesson={{ course_id: courseId, lesson_id: lessonId }} />}
    </LessonPage>
  );
}

function Results({ course, lesson }: { course: Schema<'CourseDetail'>; lesson: QuizLesson }) {
  const text = useText();
  const newest = course.version ?? 0;
  const [ordered, setOrdered] = useState<Ordered>({ changes: [], until: 0 });
  return (
    <>
      <PageHead
        title={text('quiz.statistics')}
        lead={text('quiz.statistics-lead', { lesson: lessonTitle(course, lesson.lesson_id) })}
        above={{ to: `/courses/${course.course_id}`, label: course.title }}
        actions={
          newest > 0 && (
            <Regrading lesson={lesson} onOrdered={changes => setOrdered({ changes, until: Date.now() + COMING })} />
          )
        }
      />
      <div className={layout.stack}>
        <Questions lesson={lesson} newest={newest} />
        <Attempts lesson={lesson} ordered={ordered} />
      </div>
    </>
  );
}

interface QuestionsProps {
  lesson: QuizLesson;
  newest: number;
}

function Questions({ lesson, newest }: QuestionsProps) {
  const text = useText();
  const formats = useFormats();
  const [version, setVersion] = useState<number>();
  const found = useQuery(statisticsQuery(lesson, version));
  const shown = version ?? found.data?.version ?? newest;
  const versions = Array.from({ length: newest }, (_, at) => newest - at);
  return (
    <Card
      title={text('quiz.questions-table')}
      actions={
        newest > 0 && (
          <SelectField
            label={text('quiz.version')}
            hideLabel
            value={String(shown)}
            options={versions.map(each => ({
              value: String(each),
              label: text('quiz.version-number', { number: formats.number(each) }),
            }))}
            onChange={event => setVersion(Number(event.target.value))}
          />
        )
      }
    >
      {found.data ? <Statistics statistics={found.data} /> : <Pending found={found} />}
    </Card>
  );
}

function Pending({ found }: { found: { error: unknown; refetch: () => unknown; isFetching: boolean } }) {
  if (found.error) return <Failure error={found.error} onRetry={() => found.refetch()} busy={found.isFetching} />;
  return (
    <Loading>
      <Skeleton height="12rem" />
    </Loading>
  );
}

function Statistics({ statistics }: { statistics: Schema<'QuizStatistics'> }) {
  const text = useText();
  const formats = useFormats();
  const { attempts, passed, mean_percent: mean, questions } = statistics;
  if (attempts === 0) {
    return (
      <State icon="quiz" title={text('quiz.statistics-empty')}>
        {text('quiz.statistics-empty-text')}
      </State>
    );
  }
  return (
    <div className={layout.stack}>
      <p className={style.figures}>
        <span>{text('quiz.summary', { count: attempts, shown: formats.number(attempts) })}</span>
        <span>{text('quiz.passed-count', { count: passed, shown: formats.number(passed) })}</span>
        {mean != null && <span>{text('quiz.mean', { percent: formats.percent(mean) })}</span>}
      </p>
      <p className={layout.small}>
        {text('quiz.facility')}: {text('quiz.facility-hint')} {text('quiz.discrimination')}:{' '}
        {text('quiz.discrimination-hint')}
      </p>
      {questions.map((question, at) => (
        <QuestionFigures key={question.question_id} question={question} at={at} />
      ))}
    </div>
  );
}

function QuestionFigures({ question, at }: { question: Schema<'QuestionStatistics'>; at: number }) {
  const text = useText();
  const formats = useFormats();
  const { text: words, kind, asked, answered, facility, discrimination, mean_seconds: seconds, answers } = question;
  const title = plainText(htmlOf(words));
  const figures = [
    {
      label: text('quiz.answered-count'),
      value: text('quiz.answered-of', { answered: formats.number(answered), asked: formats.number(asked) }),
    },
    ...(facility != null ? [{ label: text('quiz.facility'), value: formats.percent(facility * 100) }] : []),
    ...(discrimination != null
      ? [{ label: text('quiz.discrimination'), value: formats.number(Math.round(discrimination * 100) / 100) }]
      : []),
    ...(seconds != null
      ? [{ label: text('quiz.mean-time'), value: text('quiz.seconds', { shown: formats.number(seconds) }) }]
      : []),
  ];
  return (
    <section className={style.previewed} aria-label={`${formats.number(at + 1)}. ${title}`}>
      <h3>
        {formats.number(at + 1)}. {title} <span className={style.soft}>{text(`quiz.kind.${kind}`)}</span>
      </h3>
      <dl className={style.figures}>
        {figures.map(figure => (
          <div key={figure.label}>
            <dt className={style.soft}>{figure.label}</dt>
            <dd>{figure.value}</dd>
          </div>
        ))}
      </dl>
      {answers.length > 0 && <ChosenTable question={question} />}
    </section>
  );
}

function Attempts({ lesson, ordered }: { lesson: QuizLesson; ordered: Ordered }) {
  const text = useText();
  const { changes, until } = ordered;
  return (
    <QuizAttempts
      title={text('attempts')}
      subject={text('attempts.learner')}
      name={['course', lesson.course_id, 'quiz', lesson.lesson_id, 'attempts']}
      ask={askAttempts(lesson)}
      refetchInterval={(rows = []) => Date.now() < until && isRegradingAwaited(rows, changes) && SOON}
      addressOf={({ member_id, number }) =>
        `/courses/${lesson.course_id}/quizzes/${lesson.lesson_id}/attempts/${member_id}/${number}`
      }
      empty={
        <State icon="person" title={text('attempts.empty')}>
          {text('quiz.attempts-empty-text')}
        </State>
      }
    />
  );
}
