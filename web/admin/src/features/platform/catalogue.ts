import { queryOptions } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answered, answeredWithVersion } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { walk } from '../../parts/csv';
import type { AskPage } from '../../parts/use-pages';

/** The global catalogue as operators make it. */

export type PlatformCourse = Schema<'PlatformCourse'>;
export type OfferState = Schema<'OfferState'>;
export type Collection = Schema<'CollectionView'>;

export interface PlatformCourseFilter {
  q?: string;
  state?: Schema<'CourseState'>;
}

export function askPlatformCourses(filter: PlatformCourseFilter): AskPage<PlatformCourse> {
  return page => answered(api.GET('/v1/platform/courses', { params: { query: { ...filter, ...page } } }));
}

/** All of them, for their titles. */
export const allPlatformCoursesQuery = queryOptions({
  queryKey: ['platform-courses', 'all'],
  queryFn: ({ signal }) => walk(askPlatformCourses({}), () => undefined, signal),
});

export function platformCourseQuery(course_id: string) {
  return queryOptions({
    queryKey: ['platform-courses', course_id],
    queryFn: () => answered(api.GET('/v1/platform/courses/{course_id}', { params: { path: { course_id } } })),
  });
}

/** Whether there is something to offer that workspaces do not have, or not any more. */
export function canBeOffered({ state, version, offer }: PlatformCourse): boolean {
  if (state !== 'published' || version === undefined) return false;
  return !offer || offer.state === 'withdrawn' || version > offer.version;
}

export function offerCourse(course_id: string, body: Schema<'NewOffer'>): Promise<PlatformCourse> {
  return answered(api.POST('/v1/platform/courses/{course_id}/offer', { params: { path: { course_id } }, body }));
}

export function withdrawCourse(course_id: string): Promise<PlatformCourse> {
  return answered(api.POST('/v1/platform/courses/{course_id}/withdraw', { params: { path: { course_id } } }));
}

export const askCollections: AskPage<Collection> = page =>
  answered(api.GET('/v1/platform/collections', { params: { query: page } }));

export function collectionQuery(collection_id: string) {
  const params = { path: { collection_id } };
  return queryOptions({
    queryKey: ['platform-collection', collection_id],
    queryFn: () => answeredWithVersion(api.GET('/v1/platform/collections/{collection_id}', { params })),
  });
}
