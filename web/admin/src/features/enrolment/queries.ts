import { queryOptions } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import type { AskPage, Page } from '../../parts/use-pages';

export type MemberRequest = Schema<'MemberRequest'>;
export type Decision = Schema<'Decision'>;

export function askRequests(region: string | undefined): AskPage<MemberRequest> {
  return page =>
    answered(api.GET('/v1/admin/enrolment-requests', { params: { query: { ...page, ...(region && { region }) } } }));
}

export const askTeamRequests: AskPage<MemberRequest> = page =>
  answered(api.GET('/v1/team/enrolment-requests', { params: { query: page } }));

function pathOf({ member_id, course_id }: MemberRequest) {
  return { params: { path: { member_id, course_id } } };
}

export function decide(request: MemberRequest, body: Decision): Promise<MemberRequest> {
  const path = '/v1/admin/people/{member_id}/enrolment-requests/{course_id}/decision';
  return answered(api.PUT(path, { ...pathOf(request), body }));
}

export function decideForTeam(request: MemberRequest, body: Decision): Promise<MemberRequest> {
  const path = '/v1/team/members/{member_id}/enrolment-requests/{course_id}/decision';
  return answered(api.PUT(path, { ...pathOf(request), body }));
}

/** As many as are counted where only their number is shown. */
const COUNTED = 25;

export interface Waiting {
  count: number;
  /** There are more than were counted. */
  isMore: boolean;
}

function waiting({ items, next }: Page<MemberRequest>): Waiting {
  return { count: items.length, isMore: next !== undefined };
}

export const waitingQuery = queryOptions({
  queryKey: ['requests', 'waiting', 'all'],
  queryFn: async () => waiting(await askRequests(undefined)({ limit: COUNTED })),
});

export const teamWaitingQuery = queryOptions({
  queryKey: ['requests', 'waiting', 'team'],
  queryFn: async () => waiting(await askTeamRequests({ limit: COUNTED })),
});

export function askInvitations(course_id: string): AskPage<Schema<'InvitedMember'>> {
  return query =>
    answered(api.GET('/v1/admin/courses/{course_id}/invitations', { params: { path: { course_id }, query } }));
}

export function invite(course_id: string, member_ids: readonly string[]): Promise<Schema<'InviteeResults'>> {
  const params = { path: { course_id } };
  return answered(
    api.POST('/v1/admin/courses/{course_id}/invitations', { params, body: { member_ids: [...member_ids] } }),
  );
}

export function withdrawInvitation(course_id: string, member_id: string) {
  const params = { path: { course_id, member_id } };
  return answered(api.DELETE('/v1/admin/courses/{course_id}/invitations/{member_id}', { params }));
}
