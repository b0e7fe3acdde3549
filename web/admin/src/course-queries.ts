import { queryOptions } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answered, answeredWithVersion } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { walk } from './parts/csv';
import type { AskPage } from './parts/use-pages';

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

/** All groups, to choose from. */
export const allGroupsQuery = queryOptions({
  queryKey: ['groups', 'all'],
  queryFn: ({ signal }) =>
    walk<Schema<'GroupView'>>(
      page => answered(api.GET('/v1/admin/groups', { params: { query: page } })),
      () => undefined,
      signal,
    ),
});

export const askImports: AskPage<Schema<'ImportSummary'>> = page =>
  answered(api.GET('/v1/admin/imports', { params: { query: page } }));

export function isUnderWay(state: Schema<'State'>): boolean {
  return state === 'waiting' || state === 'running';
}

const SOON = 1_000;

/** Asked again and again while there is something to see. */
export function importQuery(import_id: string) {
  return queryOptions({
    queryKey: ['import', import_id],
    queryFn: () => answered(api.GET('/v1/admin/imports/{import_id}', { params: { path: { import_id } } })),
    refetchInterval: query => (query.state.data && !isUnderWay(query.state.data.state) ? false : SOON),
  });
}
