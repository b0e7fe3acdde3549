import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { shelved } from '../../offline/shelf';

export type CourseDetail = Schema<'CourseDetail'>;

export function courseQuery(courseId: string) {
  const params = { path: { course_id: courseId } };
  return shelved(
    ['course', courseId],
    (): Promise<CourseDetail> => answered(api.GET('/v1/catalog/courses/{course_id}', { params })),
  );
}

export function lessonQuery(courseId: string, lessonId: string) {
  const params = { path: { course_id: courseId, lesson_id: lessonId } };
  return {
    ...shelved(['lesson', courseId, lessonId], () =>
      answered(api.GET('/v1/catalog/courses/{course_id}/lessons/{lesson_id}', { params })),
    ),
    // The addresses of its pictures work for an hour.
    staleTime: 45 * 60_000,
  };
}
