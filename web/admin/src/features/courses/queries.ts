import { queryOptions } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answered, answeredWithVersion } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import type { AskPage } from '../../parts/use-pages';

export interface CourseFilter {
  q?: string;
  state?: Schema<'CourseState'>;
}

export function askCourses(filter: CourseFilter): AskPage<Schema<'CourseSummary'>> {
  return page => answered(api.GET('/v1/admin/courses', { params: { query: { ...filter, ...page } } }));
}

export function courseQuery(course_id: string) {
  return queryOptions({
    queryKey: ['course', course_id],
    queryFn: () => answeredWithVersion(api.GET('/v1/catalog/courses/{course_id}', { params: { path: { course_id } } })),
  });
}

export function lessonQuery(course_id: string, lesson_id: string) {
  return queryOptions({
    queryKey: ['course', course_id, 'lesson', lesson_id],
    queryFn: () =>
      answered(
        api.GET('/v1/catalog/courses/{course_id}/lessons/{lesson_id}', { params: { path: { course_id, lesson_id } } }),
      ),
  });
}

/** What courses of the workspace are found by, with how many have it. Where the search index cannot tell there is nothing to suggest. */
export const facetsQuery = queryOptions({
  queryKey: ['courses', 'facets'],
  queryFn: async () => {
    const query = { facets: true, limit: 1 };
    const { facets } = await answered(api.GET('/v1/catalog/courses', { params: { query } }));
    return facets ?? [];
  },
});
