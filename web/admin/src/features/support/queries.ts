import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import type { AskPage } from '../../parts/use-pages';

export const askSupport: AskPage<Schema<'SupportAccess'>> = page =>
  answered(api.GET('/v1/admin/support-access', { params: { query: page } }));
