import { queryOptions } from '@tanstack/react-query';
import { api, publicApi } from 'shared/api/client';
import { answered, answeredWithVersion } from 'shared/api/problem';

export function signInPageQuery(workspace: string) {
  return queryOptions({
    queryKey: ['workspace-page', workspace],
    queryFn: () => answered(publicApi.GET('/v1/workspace', { params: { query: { workspace } } })),
    staleTime: 600_000,
  });
}

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: () => answeredWithVersion(api.GET('/v1/admin/workspace')),
});
