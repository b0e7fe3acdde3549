import { queryOptions } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answered, answeredWithVersion } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import type { AskPage } from '../../parts/use-pages';

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
