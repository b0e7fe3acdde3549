import { queryOptions } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import { askPeople, askProviders, askSupport } from '../../queries';

/** The API counts nothing yet: what a first page of so many holds is the figure, and “and more” where there is another. */
const MOST = 100;

export const activePeopleQuery = queryOptions({
  queryKey: ['people', 'overview', 'active'],
  queryFn: () => askPeople({ state: 'active' })({ limit: MOST }),
});

export const deactivatedPeopleQuery = queryOptions({
  queryKey: ['people', 'overview', 'deactivated'],
  queryFn: () => askPeople({ state: 'deactivated' })({ limit: MOST }),
});

export const draftsQuery = queryOptions({
  queryKey: ['courses', 'overview', 'draft'],
  queryFn: () => answered(api.GET('/v1/admin/courses', { params: { query: { state: 'draft', limit: MOST } } })),
});

export const publishedQuery = queryOptions({
  queryKey: ['courses', 'overview', 'published'],
  queryFn: () => answered(api.GET('/v1/admin/courses', { params: { query: { state: 'published', limit: MOST } } })),
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
