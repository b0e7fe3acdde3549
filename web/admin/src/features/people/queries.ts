import { queryOptions } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answered, answeredWithVersion } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import type { AskPage } from '../../parts/use-pages';

export interface PeopleFilter {
  q?: string;
  state?: Schema<'MemberState'>;
  role?: Schema<'Role'>;
  region?: string;
}

export function askPeople(filter: PeopleFilter): AskPage<Schema<'Person'>> {
  return page => answered(api.GET('/v1/admin/people', { params: { query: { ...filter, ...page } } }));
}

export function personQuery(member_id: string) {
  return queryOptions({
    queryKey: ['person', member_id],
    queryFn: () => answeredWithVersion(api.GET('/v1/admin/people/{member_id}', { params: { path: { member_id } } })),
  });
}

export function memberGroupsQuery(member_id: string) {
  return queryOptions({
    queryKey: ['person', member_id, 'groups'],
    queryFn: () => answered(api.GET('/v1/admin/people/{member_id}/groups', { params: { path: { member_id } } })),
  });
}
