import { queryOptions } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import { askPeople } from '../people/queries';
import { askProviders } from '../sign-in/queries';
import { askSupport } from '../support/queries';

/** What needs attention is looked for among the first so many. */
const MOST = 100;

export const overviewQuery = queryOptions({
  queryKey: ['overview'],
  queryFn: () => answered(api.GET('/v1/admin/overview')),
});

export const activePeopleQuery = queryOptions({
  queryKey: ['people', 'overview', 'active'],
  queryFn: () => askPeople({ state: 'active' })({ limit: MOST }),
});

export const draftsQuery = queryOptions({
  queryKey: ['courses', 'overview', 'draft'],
  queryFn: () => answered(api.GET('/v1/admin/courses', { params: { query: { state: 'draft', limit: MOST } } })),
});

export const recentImportsQuery = queryOptions({
  queryKey: ['imports', 'overview'],
  queryFn: () => answered(api.GET('/v1/admin/imports', { params: { query: { limit: 25 } } })),
  refetchInterval: 15_000,
});

export const recentSupportQuery = queryOptions({
  queryKey: ['support-access', 'overview'],
  queryFn: () => askSupport({ limit: 25 }),
});

export const allProvidersQuery = queryOptions({
  queryKey: ['providers', 'overview'],
  queryFn: () => askProviders({ limit: 25 }),
});

export const weekBoardQuery = queryOptions({
  queryKey: ['board', 'week'],
  queryFn: () => answered(api.GET('/v1/boards/{board_id}', { params: { path: { board_id: 'week' } } })),
});
