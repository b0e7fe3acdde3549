import { queryOptions } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';

export type Standing = Schema<'PackageStanding'>;
export type Attempt = Schema<'PackageAttempt'>;
export type Launch = Schema<'PackageLaunch'>;

function pathOf(courseId: string, lessonId: string) {
  return { params: { path: { course_id: courseId, lesson_id: lessonId } } };
}

/** How far the member is in a package. It is not kept for offline reading: there is nothing to do with it there. */
export function standingQuery(courseId: string, lessonId: string) {
  return queryOptions({
    queryKey: ['package', courseId, lessonId],
    queryFn: () =>
      answered(api.GET('/v1/me/enrolments/{course_id}/lessons/{lesson_id}/package', pathOf(courseId, lessonId))),
  });
}

/** Leave to run the package, in a player of its own origin. A review writes nothing. */
export function launchPackage(courseId: string, lessonId: string, review: boolean): Promise<Launch> {
  const path = '/v1/me/enrolments/{course_id}/lessons/{lesson_id}/launches';
  return answered(api.POST(path, { ...pathOf(courseId, lessonId), body: { review } }));
}
