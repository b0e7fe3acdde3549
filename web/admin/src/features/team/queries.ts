import { queryOptions } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import type { AskPage } from '../../parts/use-pages';

export function askTeam(depth: 'direct' | 'all'): AskPage<Schema<'TeamMember'>> {
  return page => answered(api.GET('/v1/team/members', { params: { query: { depth, ...page } } }));
}

export function teamMemberQuery(member_id: string) {
  return queryOptions({
    queryKey: ['team', member_id],
    queryFn: () => answered(api.GET('/v1/team/members/{member_id}', { params: { path: { member_id } } })),
  });
}
