import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import type { AskPage } from '../../parts/use-pages';

export const askClients: AskPage<Schema<'ApiClient'>> = page =>
  answered(api.GET('/v1/admin/api-clients', { params: { query: page } }));
