import { queryOptions } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';

const SOON = 1_000;

export function isUnderWay({ state }: Pick<Schema<'CourseExport'>, 'state'>): boolean {
  return state === 'queued' || state === 'running';
}

/** Asked again and again while there is something to see; the address of what has been made grows old, so it is never kept. */
export function exportQuery(course_id: string, export_id: string) {
  const params = { path: { course_id, export_id } };
  return queryOptions({
    queryKey: ['export', course_id, export_id],
    queryFn: () => answered(api.GET('/v1/admin/courses/{course_id}/exports/{export_id}', { params })),
    staleTime: 0,
    refetchInterval: query => (query.state.data && !isUnderWay(query.state.data) ? false : SOON),
  });
}

export function beginExport(course_id: string, key: string): Promise<Schema<'CourseExport'>> {
  const params = { header: { 'Idempotency-Key': key }, path: { course_id } };
  return answered(api.POST('/v1/admin/courses/{course_id}/exports', { params }));
}

/** The import that makes the copy. */
export async function beginCopy(course_id: string, title: string, key: string): Promise<string> {
  const params = { header: { 'Idempotency-Key': key }, path: { course_id } };
  const body = { title };
  const { import_id } = await answered(api.POST('/v1/admin/courses/{course_id}/copies', { params, body }));
  return import_id;
}
