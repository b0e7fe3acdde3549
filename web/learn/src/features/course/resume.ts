import { queryOptions, useQuery } from '@tanstack/react-query';
import { queryClient } from 'shared/app/query-client';
import { fromShelf, shelve } from '../../offline/shelf';
import { awaitedBy } from './locks';
import { type Lesson, lessonsOf, nextLesson } from './outline';
import type { CourseProgress } from './progress';
import type { CourseDetail } from './queries';

/** The lesson that was open last on this device; the API knows only which one was completed last. */
function openedQuery(courseId: string) {
  return queryOptions({
    queryKey: ['opened', courseId],
    queryFn: async () => (await fromShelf<string>(['opened', courseId])) ?? null,
  });
}

export function noteOpened(courseId: string, lessonId: string): void {
  void shelve(['opened', courseId], lessonId);
  queryClient.setQueryData(openedQuery(courseId).queryKey, lessonId);
}

/** Where to go on in a course: with what is half read, else with what comes next. */
export function useResumeLesson(course: CourseDetail | undefined, progress: CourseProgress): Lesson | undefined {
  const { data: opened } = useQuery({ ...openedQuery(course?.course_id ?? ''), enabled: course !== undefined });
  if (!course || !progress.enrolment) return undefined;
  const lessons = lessonsOf(course);
  const isLocked = (lesson: Lesson) => awaitedBy(course, lesson.id, progress.stateOf) !== undefined;
  const halfRead = lessons.find(
    lesson => lesson.id === opened && progress.stateOf(lesson.id) === 'open' && !isLocked(lesson),
  );
  const done = new Set(lessons.map(lesson => lesson.id).filter(id => progress.stateOf(id) !== 'open'));
  return halfRead ?? nextLesson(lessons, done, progress.enrolment.last_lesson, isLocked);
}
