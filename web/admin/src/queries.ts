import { queryOptions } from '@tanstack/react-query';
import { api, publicApi } from 'shared/api/client';
import { answered, answeredWithVersion } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import type { AskPage } from './parts/use-pages';

export const meQuery = queryOptions({ queryKey: ['me'], queryFn: () => answered(api.GET('/v1/me')) });

export function signInPageQuery(workspace: string) {
  return queryOptions({
    queryKey: ['workspace-page', workspace],
    queryFn: () => answered(publicApi.GET('/v1/workspace', { params: { query: { workspace } } })),
    staleTime: 600_000,
  });
}

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

export function askTeam(depth: 'direct' | 'all'): AskPage<Schema<'TeamMember'>> {
  return page => answered(api.GET('/v1/team/members', { params: { query: { depth, ...page } } }));
}

export function teamMemberQuery(member_id: string) {
  return queryOptions({
    queryKey: ['team', member_id],
    queryFn: () => answered(api.GET('/v1/team/members/{member_id}', { params: { path: { member_id } } })),
  });
}

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: () => answeredWithVersion(api.GET('/v1/admin/workspace')),
});

export const askProviders: AskPage<Schema<'IdentityProvider'>> = page =>
  answered(api.GET('/v1/admin/identity-providers', { params: { query: page } }));

export function providerQuery(identity_provider_id: string) {
  return queryOptions({
    queryKey: ['provider', identity_provider_id],
    queryFn: () =>
      answeredWithVersion(
        api.GET('/v1/admin/identity-providers/{identity_provider_id}', { params: { path: { identity_provider_id } } }),
      ),
  });
}

export const askClients: AskPage<Schema<'ApiClient'>> = page =>
  answered(api.GET('/v1/admin/api-clients', { params: { query: page } }));

export const askSupport: AskPage<Schema<'SupportAccess'>> = page =>
  answered(api.GET('/v1/admin/support-access', { params: { query: page } }));

export interface AuditFilter {
  month?: string;
  action?: string;
  actor?: string;
  target?: string;
}

export function askAudit(filter: AuditFilter): AskPage<Schema<'AuditEvent'>> {
  return page => answered(api.GET('/v1/admin/audit-events', { params: { query: { ...filter, ...page } } }));
}

export function askWorkspaces(state?: Schema<'WorkspaceState'>): AskPage<Schema<'WorkspaceSummary'>> {
  return page =>
    answered(api.GET('/v1/platform/workspaces', { params: { query: { ...(state && { state }), ...page } } }));
}

export function workspaceQuery(workspace_id: string) {
  return queryOptions({
    queryKey: ['platform-workspace', workspace_id],
    queryFn: () =>
      answeredWithVersion(api.GET('/v1/platform/workspaces/{workspace_id}', { params: { path: { workspace_id } } })),
  });
}

export const askAgents: AskPage<Schema<'AgentView'>> = page =>
  answered(api.GET('/v1/platform/agents', { params: { query: page } }));

export const deadLettersQuery = queryOptions({
  queryKey: ['dead-letters'],
  queryFn: () => answered(api.GET('/v1/platform/dead-letters')),
});
