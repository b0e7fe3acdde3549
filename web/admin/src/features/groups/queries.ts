import { queryOptions } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answered, answeredWithVersion } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { walk } from '../../parts/csv';
import type { AskPage } from '../../parts/use-pages';

export const askGroups: AskPage<Schema<'GroupView'>> = page =>
  answered(api.GET('/v1/admin/groups', { params: { query: page } }));

export function groupQuery(group_id: string) {
  return queryOptions({
    queryKey: ['group', group_id],
    queryFn: () => answeredWithVersion(api.GET('/v1/admin/groups/{group_id}', { params: { path: { group_id } } })),
  });
}

export function askGroupMembers(group_id: string): AskPage<Schema<'Person'>> {
  return page =>
    answered(api.GET('/v1/admin/groups/{group_id}/members', { params: { path: { group_id }, query: page } }));
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
