import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import type { AskPage } from '../../parts/use-pages';

export interface AuditFilter {
  month?: string;
  action?: string;
  actor?: string;
  target?: string;
}

export function askAudit(filter: AuditFilter): AskPage<Schema<'AuditEvent'>> {
  return page => answered(api.GET('/v1/admin/audit-events', { params: { query: { ...filter, ...page } } }));
}
