import { queryOptions } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answered, answeredWithVersion } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import type { AskPage } from '../../parts/use-pages';

export type PathSummary = Schema<'PathSummary'>;
export type PathDetail = Schema<'PathDetail'>;

export interface PathFilter {
  q?: string;
  state?: PathSummary['state'];
}

export function askPaths(filter: PathFilter): AskPage<PathSummary> {
  return page => answered(api.GET('/v1/admin/paths', { params: { query: { ...filter, ...page } } }));
}

export function pathQuery(path_id: string) {
  return queryOptions({
    queryKey: ['path', path_id],
    queryFn: () => answeredWithVersion(api.GET('/v1/catalog/paths/{path_id}', { params: { path: { path_id } } })),
  });
}
