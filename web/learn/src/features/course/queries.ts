import { queryOptions } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { type Key, shelved } from '../../offline/shelf';
import { withWaiting } from '../../offline/waiting';
import { dropLessonsOfOther } from './version';

export type CourseDetail = Schema<'CourseDetail'>;

/** The addresses of the pictures of a lesson work for an hour. */
const PICTURES_WORK = 45 * 60_000;
/** Who looks at a draft writes it beside, and comes back to see it. */
const DRAFTS_LAST = 5_000;

/** A preview is of the version that it names. It is not kept. */
function previewed<Value>(queryKey: Key, ask: () => Promise<Value>) {
  return queryOptions({ queryKey, queryFn: ask });
}

/** The course as the member takes it, else its newest version. */
export function courseQuery(courseId: string, preview?: string) {
  const path = { course_id: courseId };
  const query = preview === undefined ? {} : { version: preview };
  const ask = (): Promise<CourseDetail> =>
    answered(api.GET('/v1/catalog/courses/{course_id}', { params: { path, query } }));
  if (preview !== undefined) return previewed(['preview', courseId, preview], ask);
  return shelved(['course', courseId], async () => {
    const course = await ask();
    dropLessonsOfOther(courseId, course.shown_version);
    return course;
  });
}

/** A lesson as the API has it now. */
export function askLesson(courseId: string, lessonId: string, preview?: string): Promise<Schema<'LessonContent'>> {
  const path = { course_id: courseId, lesson_id: lessonId };
  const query = preview === undefined ? {} : { version: preview };
  const params = { path, query };
  return answered(api.GET('/v1/catalog/courses/{course_id}/lessons/{lesson_id}', { params }));
}

export function lessonQuery(courseId: string, lessonId: string, preview?: string) {
  const ask = () => askLesson(courseId, lessonId, preview);
  const asked =
    preview === undefined
      ? shelved(['lesson', courseId, lessonId], ask, lesson => withWaiting(courseId, lesson))
      : previewed(['preview', courseId, preview, lessonId], ask);
  return { ...asked, staleTime: preview === undefined ? PICTURES_WORK : DRAFTS_LAST };
}
