import { queryOptions } from '@tanstack/react-query';
import { answered } from 'shared/api/problem';
import { archives, type CourseExport } from './contract';

const SOON = 1_000;

export function isUnderWay({ state }: Pick<CourseExport, 'state'>): boolean {
  return state === 'queued' || state === 'running';
}

/** Asked again and again while there is something to see; the address of what has been made grows old, so it is never kept. */
export function exportQuery(course_id: string, export_id: string) {
  const params = { path: { course_id, export_id } };
  return queryOptions({
    queryKey: ['export', course_id, export_id],
    queryFn: (): Promise<CourseExport> =>
      answered(archives.GET('/v1/admin/courses/{course_id}/exports/{export_id}', { params })),
    staleTime: 0,
    refetchInterval: query => (query.state.data && !isUnderWay(query.state.data) ? false : SOON),
  });
}

export function beginExport(course_id: string, key: string): Promise<CourseExport> {
  const params = { header: { 'Idempotency-Key': key }, path: { course_id } };
  return answered(archives.POST('/v1/admin/courses/{course_id}/exports', { params }));
}

/** The import that makes the copy. */
export async function beginCopy(course_id: string, title: string, key: string): Promise<string> {
  const params = { header: { 'Idempotency-Key': key }, path: { course_id } };
  const { import_id } = await answered(
    archives.POST('/v1/admin/courses/{course_id}/copies', { params, body: { title } }),
  );
  return import_id;
}
