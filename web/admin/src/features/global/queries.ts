import { queryOptions } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import type { AskPage } from '../../parts/use-pages';

export type GlobalCourse = Schema<'GlobalCourseSummary'>;
export type GlobalCollection = Schema<'GlobalCollection'>;

export function askGlobalCourses(q: string | undefined): AskPage<GlobalCourse> {
  return page => answered(api.GET('/v1/admin/global-courses', { params: { query: { ...page, ...(q && { q }) } } }));
}

export function globalCourseQuery(course_id: string) {
  return queryOptions({
    queryKey: ['global', 'course', course_id],
    queryFn: () => answered(api.GET('/v1/admin/global-courses/{course_id}', { params: { path: { course_id } } })),
  });
}

/** `hidden` leaves the course to authors until one of them shows it. */
export function subscribe(course_id: string, hidden: boolean) {
  const params = { path: { course_id } };
  return answered(api.PUT('/v1/admin/global-courses/{course_id}/subscription', { params, body: { hidden } }));
}

export const askGlobalCollections: AskPage<GlobalCollection> = page =>
  answered(api.GET('/v1/admin/global-collections', { params: { query: page } }));

export function globalCollectionQuery(collection_id: string) {
  const params = { path: { collection_id } };
  return queryOptions({
    queryKey: ['global', 'collection', collection_id],
    queryFn: () => answered(api.GET('/v1/admin/global-collections/{collection_id}', { params })),
  });
}

const COLLECTION = '/v1/admin/global-collections/{collection_id}/subscription';

export function subscribeToCollection(collection_id: string) {
  return answered(api.PUT(COLLECTION, { params: { path: { collection_id } } }));
}

export function unsubscribeFromCollection(collection_id: string) {
  return answered(api.DELETE(COLLECTION, { params: { path: { collection_id } } }));
}
