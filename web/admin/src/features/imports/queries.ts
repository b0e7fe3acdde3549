import { queryOptions } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import type { AskPage } from '../../parts/use-pages';

export const askImports: AskPage<Schema<'ImportSummary'>> = page =>
  answered(api.GET('/v1/admin/imports', { params: { query: page } }));

export function isUnderWay(state: Schema<'State'>): boolean {
  return state === 'waiting' || state === 'queued' || state === 'running';
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
