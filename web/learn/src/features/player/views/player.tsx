import { usePrefetchQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { hasStatus } from 'shared/api/problem';
import { PageTitle } from 'shared/app/page-title';
import { useFormats } from 'shared/i18n/format';
import { Failure } from 'shared/parts/state';
import { useLocation } from 'wouter';
import { completeLesson } from '../../../offline/completions';
import { usePending } from '../../../offline/outbox';
import { useRefusals } from '../../../shell/use-refusals';
import { useText } from '../../../text';
import { isShortOfScore, leftToDo } from '../../course/completion';
import { awaitedBy, firstToDo } from '../../course/locks';
import { lessonsOf, neighboursOf } from '../../course/outline';
import { Begin } from '../../course/parts/begin';
import { isKeptBack } from '../../course/parts/prerequisites';
import { useAddress, usePreview } from '../../course/preview';
import { type CourseProgress, isClosedTo, useCourseProgress } from '../../course/progress';
import { type CourseDetail, courseQuery, lessonQuery } from '../../course/queries';
import { noteOpened } from '../../course/resume';
import { Finished } from '../../finish/finished';
import { enrolmentQuery } from '../../learning/queries';
import { comesFirst, leftIn, Task } from '../kinds';
import { Article } from '../parts/article';
import { Controls } from '../parts/controls';
import { useKeys } from '../parts/keys';
import { Locked } from '../parts/locked';
import style from '../parts/player.module.css';
import { PlayerOutline, useOutlineShown } from '../parts/player-outline';
import { ArticleWaiting, PlayerWaiting } from '../parts/waiting';
import { useWork } from '../work';

interface PlayerProps {
  courseId: string;
  lessonId: string;
}

export default function Player({ courseId, lessonId }: PlayerProps) {
  const preview = usePreview();
  const course = useQuery(courseQuery(courseId, preview));
  // They need nothing of the course: all three are asked for at once. Of the lessons only the one that is opened first: a later one may be
  // locked until the completion of the one before it has arrived.
  const [first] = useState(() => lessonQuery(courseId, lessonId, preview));
  usePrefetchQuery(first);
  usePrefetchQuery(enrolmentQuery(courseId));
  if (course.data) return <Reader course={course.data} lessonId={lessonId} />;
  if (course.error) return <Failure error={course.error} onRetry={() => course.refetch()} busy={course.isFetching} />;
  return <PlayerWaiting />;
}

/** Who cannot read the lessons turns no pages. */
const NOWHERE = { previous: undefined, next: undefined };

/** Whether a lesson opens as soon as a completion that is just on its way has arrived. */
function useOpensSoon(course: CourseDetail, lessonId: string, progress: CourseProgress, sent?: string): boolean {
  const awaited = awaitedBy(course, lessonId, progress.stateOf);
  const pending = usePending().find(each => each.courseId === course.course_id && each.lessonId === awaited?.id);
  return awaited !== undefined && (awaited.id === sent || (pending !== undefined && !pending.left));
}

/** Whether the course had been completed when the lesson was opened. */
function useWasCompleted(lessonId: string, enrolment: CourseProgress['enrolment']): boolean {
  const opened = useRef<{ lessonId: string; wasCompleted: boolean }>(undefined);
  if (enrolment && opened.current?.lessonId !== lessonId) {
    opened.current = { lessonId, wasCompleted: Boolean(enrolment.completed_at) };
  }
  return opened.current?.lessonId === lessonId && opened.current.wasCompleted;
}

function Reader({ course, lessonId }: { course: CourseDetail; lessonId: string }) {
  const text = useText();
  const formats = useFormats();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const [finished, setFinished] = useState(false);
  const courseId = course.course_id;
  const preview = usePreview();
  const addressOf = useAddress(courseId);
  const progress = useCourseProgress(courseId);
  // The outbox tells of it a moment later.
  const [sent, setSent] = useState<string>();
  const opensSoon = useOpensSoon(course, lessonId, progress, sent);
  const lesson = useQuery({ ...lessonQuery(courseId, lessonId, preview), enabled: !opensSoon });
  const work = useWork(courseId, lessonId);
  const tellRefusals = useRefusals();
  const lessons = lessonsOf(course);
  const { current, number, ...around } = neighboursOf(lessons, lessonId);
  const isClosed = isClosedTo(progress, course);
  const { previous, next } = isClosed ? NOWHERE : around;
  const state = progress.stateOf(lessonId);
  const [outlineShown, showOutline] = useOutlineShown();
  const first = firstToDo(course, lessonId, progress.stateOf);
  const isLocked = first !== undefined && !opensSoon;
  // What is completed has nothing left, whatever it was completed by.
  const left = state === 'open' && lesson.data ? leftIn(lesson.data) : undefined;
  const isHeld = state === 'open' && (isLocked || left !== undefined);
  const after = leftToDo(course, id => (id === lessonId ? 'completed' : progress.stateOf(id)));
  const wasCompleted = useWasCompleted(lessonId, progress.enrolment);
  // The end is not shown again to who comes back to a lesson that is done.
  const ends = after === 0 && !isShortOfScore(progress.enrolment) && (state === 'open' || !wasCompleted);

  useEffect(() => {
    setFinished(false);
    if (preview === undefined) noteOpened(courseId, lessonId);
  }, [courseId, lessonId, preview]);

  function open(id: string | undefined) {
    if (id) navigate(addressOf(id));
  }

  async function send(): Promise<boolean> {
    if (state !== 'open' || !progress.enrolment) return true;
    setSent(lessonId);
    const { refused } = await completeLesson(courseId, lessonId, current?.title ?? course.title);
    setSent(undefined);
    tellRefusals(refused);
    return refused.length === 0;
  }

  async function finish(sending: Promise<boolean>) {
    // The end is not celebrated before it is known that it is one; what waits to be sent is told beside it.
    if (!(await sending)) return;
    setFinished(true);
    // Others may have waited for this one.
    void client.invalidateQueries({ queryKey: ['course'] });
  }

  async function complete() {
    if (isHeld) return;
    // Only what is saved counts as done.
    if (left !== undefined || (lesson.data?.work && !(await work.saved()))) return;
    const completesCourse = ends && leftToDo(course, progress.stateOf) > 0;
    const sending = send();
    if (completesCourse && !progress.enrolment?.completed_at) await finish(sending);
    else if (next) open(next.id);
    else if (ends) await finish(sending);
    else navigate(addressOf());
  }

  useKeys({
    next: () => open(next?.id),
    previous: () => open(previous?.id),
    complete: () => progress.enrolment && complete(),
  });

  function body() {
    if (lesson.data) {
      const task = (
        <Task
          lesson={lesson.data}
          courseId={courseId}
          work={work}
          enrolled={Boolean(progress.enrolment)}
          isOffered={course.state !== 'archived'}
        />
      );
      return (
        <div key={lessonId} className={style.body}>
          {comesFirst(lesson.data) && task}
          <Article courseId={courseId} lesson={lesson.data} />
          {!comesFirst(lesson.data) && task}
        </div>
      );
    }
    if (opensSoon || !lesson.error) return <ArticleWaiting />;
    if (hasStatus(lesson.error, 403)) {
      // Why it is refused is known with how the course is taken.
      if (progress.enrolment === undefined && !progress.error) return <ArticleWaiting />;
      return (
        <div className={style.body}>
          {isClosed ? (
            <Begin course={course} progress={progress} keptBack={isKeptBack(course)} />
          ) : (
            <Locked courseId={courseId} first={first} error={lesson.error} />
          )}
        </div>
      );
    }
    return <Failure error={lesson.error} onRetry={() => lesson.refetch()} busy={lesson.isFetching} />;
  }

  if (finished) return <Finished course={course} progress={progress} lastLesson={lessonId} />;
  return (
    <div className={style.player} data-outline={outlineShown ? 'open' : 'closed'}>
      <PlayerOutline
        course={course}
        lessonId={lessonId}
        progress={progress}
        shown={outlineShown}
        onShow={showOutline}
      />
      <div className={style.reading} id="lesson" tabIndex={-1}>
        <header key={lessonId} className={style.head}>
          <p className={style.position}>
            {text('lesson.position', { number: formats.number(number), total: formats.number(lessons.length) })}
            {current && ` · ${formats.minutes(current.minutes)}`}
            {current && current.kind !== 'page' && ` · ${text(`kind.${current.kind}`)}`}
            {current?.optional && ` · ${text('course.optional')}`}
          </p>
          <PageTitle lang={course.language ?? undefined} dir={course.text_direction ?? undefined}>
            {current?.title ?? lesson.data?.title ?? course.title}
          </PageTitle>
        </header>
        {body()}
        <Controls
          course={course}
          previous={previous}
          next={next}
          state={state}
          enrolled={progress.enrolment}
          isLocked={isLocked}
          left={left}
          ends={ends}
          onComplete={complete}
        />
      </div>
    </div>
  );
}
