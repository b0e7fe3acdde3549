import { queryOptions } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answered, answeredWithVersion } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import type { AskPage } from '../../parts/use-pages';
import type { VersionPair } from './versions/version-name';

export interface CourseFilter {
  q?: string;
  state?: Schema<'CourseState'>;
}

export function askCourses(filter: CourseFilter): AskPage<Schema<'CourseSummary'>> {
  return page => answered(api.GET('/v1/admin/courses', { params: { query: { ...filter, ...page } } }));
}

/** The panel writes and shows the draft; learners see what was published of it. */
export const DRAFT = { version: 'draft' } as const;

export function courseQuery(course_id: string) {
  const params = { path: { course_id }, query: DRAFT };
  return queryOptions({
    queryKey: ['course', course_id],
    queryFn: () => answeredWithVersion(api.GET('/v1/catalog/courses/{course_id}', { params })),
  });
}

export function lessonQuery(course_id: string, lesson_id: string) {
  const params = { path: { course_id, lesson_id }, query: DRAFT };
  return queryOptions({
    queryKey: ['course', course_id, 'lesson', lesson_id],
    queryFn: () => answered(api.GET('/v1/catalog/courses/{course_id}/lessons/{lesson_id}', { params })),
  });
}

export function askVersions(course_id: string): AskPage<Schema<'CourseVersion'>> {
  return query =>
    answered(api.GET('/v1/admin/courses/{course_id}/versions', { params: { path: { course_id }, query } }));
}

export function differenceQuery(course_id: string, { from, to }: VersionPair) {
  const query = { from: String(from), to: String(to) };
  return queryOptions({
    queryKey: ['course', course_id, 'difference', query],
    queryFn: () =>
      answered(api.GET('/v1/admin/courses/{course_id}/difference', { params: { path: { course_id }, query } })),
  });
}

export function lessonDifferenceQuery(course_id: string, lesson_id: string, { from, to }: VersionPair) {
  const query = { from: String(from), to: String(to) };
  return queryOptions({
    queryKey: ['course', course_id, 'difference', query, lesson_id],
    queryFn: () =>
      answered(
        api.GET('/v1/admin/courses/{course_id}/lessons/{lesson_id}/difference', {
          params: { path: { course_id, lesson_id }, query },
        }),
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
