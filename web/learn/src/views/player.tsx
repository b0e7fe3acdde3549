import { usePrefetchQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { PageTitle } from 'shared/app/page-title';
import { useFormats } from 'shared/i18n/format';
import { Failure } from 'shared/parts/state';
import { useLocation } from 'wouter';
import { type CourseDetail, courseQuery, enrolmentQuery, lessonQuery } from '../api/queries';
import { lessonsOf, neighboursOf } from '../course/outline';
import { useCourseProgress } from '../course/progress';
import { noteOpened } from '../course/resume';
import { completeLesson } from '../offline/completions';
import { useText } from '../text';
import { Article } from './player/article';
import { Controls } from './player/controls';
import { Finished } from './player/finished';
import { useKeys } from './player/keys';
import style from './player/player.module.css';
import { PlayerOutline } from './player/player-outline';
import { ArticleWaiting, PlayerWaiting } from './player/waiting';

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
  const lessons = lessonsOf(course);
  const { previous, current, next, number } = neighboursOf(lessons, lessonId);
  const state = progress.stateOf(lessonId);

  useEffect(() => {
    setFinished(false);
    noteOpened(courseId, lessonId);
  }, [courseId, lessonId]);

  function open(id: string | undefined) {
    if (id) navigate(`/courses/${courseId}/lessons/${id}`);
  }

  function complete() {
    if (state === 'open' && progress.enrolment) void completeLesson(courseId, lessonId);
    const gap = lessons.find(each => each.id !== lessonId && progress.stateOf(each.id) === 'open');
    if (next) open(next.id);
    else if (gap) navigate(`/courses/${courseId}`);
    else setFinished(true);
  }

  useKeys({
    next: () => open(next?.id),
    previous: () => open(previous?.id),
    complete: () => progress.enrolment && complete(),
  });

  if (finished) return <Finished title={course.title} />;
  return (
    <div className={style.player}>
      <PlayerOutline course={course} lessonId={lessonId} progress={progress} />
      <div className={style.reading}>
        <header key={lessonId} className={style.head}>
          <p className={style.position}>
            {text('lesson.position', { number: formats.number(number), total: formats.number(lessons.length) })}
            {current && ` · ${formats.minutes(current.minutes)}`}
          </p>
          <PageTitle>{current?.title ?? lesson.data?.title ?? course.title}</PageTitle>
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
