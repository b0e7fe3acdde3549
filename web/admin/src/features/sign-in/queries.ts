import { queryOptions } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answered, answeredWithVersion } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import type { AskPage } from '../../parts/use-pages';

export const askProviders: AskPage<Schema<'IdentityProvider'>> = async page => {
  const { items, next } = await answered(api.GET('/v1/admin/identity-providers', { params: { query: page } }));
  return { items, ...(next && { next }) };
};

/** What identity providers must be told of Trellis. */
export const trellisQuery = queryOptions({
  queryKey: ['providers', 'trellis'],
  queryFn: async () =>
    (await answered(api.GET('/v1/admin/identity-providers', { params: { query: { limit: 1 } } }))).trellis,
});

export function providerQuery(identity_provider_id: string) {
  return queryOptions({
    queryKey: ['provider', identity_provider_id],
    queryFn: () =>
      answeredWithVersion(
        api.GET('/v1/admin/identity-providers/{identity_provider_id}', { params: { path: { identity_provider_id } } }),
      ),
  });
}

export function testSignInQuery(identity_provider_id: string, test_id: string) {
  return queryOptions({
    queryKey: ['test-sign-in', identity_provider_id, test_id],
    queryFn: () =>
      answered(
        api.GET('/v1/admin/identity-providers/{identity_provider_id}/tests/{test_id}', {
          params: { path: { identity_provider_id, test_id } },
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
