import { usePrefetchQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { PageTitle } from 'shared/app/page-title';
import { useFormats } from 'shared/i18n/format';
import { Failure } from 'shared/parts/state';
import { useLocation } from 'wouter';
import { completeLesson } from '../../../offline/completions';
import { useRefusals } from '../../../shell/use-refusals';
import { useText } from '../../../text';
import { lessonsOf, neighboursOf } from '../../course/outline';
import { useCourseProgress } from '../../course/progress';
import { type CourseDetail, courseQuery, lessonQuery } from '../../course/queries';
import { noteOpened } from '../../course/resume';
import { enrolmentQuery } from '../../learning/queries';
import { Article } from '../parts/article';
import { Controls } from '../parts/controls';
import { Finished } from '../parts/finished';
import { useKeys } from '../parts/keys';
import style from '../parts/player.module.css';
import { PlayerOutline, useOutlineShown } from '../parts/player-outline';
import { ArticleWaiting, PlayerWaiting } from '../parts/waiting';

interface PlayerProps {
  courseId: string;
  lessonId: string;
}

export default function Player({ courseId, lessonId }: PlayerProps) {
  const course = useQuery(courseQuery(courseId));
  // They need nothing of the course: all three are asked for at once.
  usePrefetchQuery(lessonQuery(courseId, lessonId));
  usePrefetchQuery(enrolmentQuery(courseId));
  if (course.data) return <Reader course={course.data} lessonId={lessonId} />;
  if (course.error) return <Failure error={course.error} onRetry={() => course.refetch()} busy={course.isFetching} />;
  return <PlayerWaiting />;
}

function Reader({ course, lessonId }: { course: CourseDetail; lessonId: string }) {
  const text = useText();
  const formats = useFormats();
  const [, navigate] = useLocation();
  const [finished, setFinished] = useState(false);
  const courseId = course.course_id;
  const lesson = useQuery(lessonQuery(courseId, lessonId));
  const progress = useCourseProgress(courseId);
  const tellRefusals = useRefusals();
  const lessons = lessonsOf(course);
  const { previous, current, next, number } = neighboursOf(lessons, lessonId);
  const state = progress.stateOf(lessonId);
  const [outlineShown, showOutline] = useOutlineShown();

  useEffect(() => {
    setFinished(false);
    noteOpened(courseId, lessonId);
  }, [courseId, lessonId]);

  function open(id: string | undefined) {
    if (id) navigate(`/courses/${courseId}/lessons/${id}`);
  }

  async function send(): Promise<boolean> {
    if (state !== 'open' || !progress.enrolment) return true;
    const { refused } = await completeLesson(courseId, lessonId, current?.title ?? course.title);
    tellRefusals(refused);
    return refused.length === 0;
  }

  async function complete() {
    const sending = send();
    const gap = lessons.find(each => each.id !== lessonId && progress.stateOf(each.id) === 'open');
    if (next) open(next.id);
    else if (gap) navigate(`/courses/${courseId}`);
    // The end is not celebrated before it is known that it is one; what waits to be sent is told beside it.
    else if (await sending) setFinished(true);
  }

  useKeys({
    next: () => open(next?.id),
    previous: () => open(previous?.id),
    complete: () => progress.enrolment && complete(),
  });

  if (finished) return <Finished title={course.title} />;
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
          </p>
          <PageTitle lang={course.language ?? undefined} dir={course.text_direction ?? undefined}>
            {current?.title ?? lesson.data?.title ?? course.title}
          </PageTitle>
        </header>
        {lesson.data ? (
          <Article key={lessonId} courseId={courseId} lesson={lesson.data} />
        ) : lesson.error ? (
          <Failure error={lesson.error} onRetry={() => lesson.refetch()} busy={lesson.isFetching} />
        ) : (
          <ArticleWaiting />
        )}
        <Controls
          course={course}
          previous={previous}
          next={next}
          state={state}
          enrolled={progress.enrolment}
          onComplete={complete}
        />
      </div>
    </div>
  );
}
