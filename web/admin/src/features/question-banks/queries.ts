import { queryOptions } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answered, answeredWithVersion } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { walk } from '../../parts/csv';
import type { AskPage } from '../../parts/use-pages';

export type BankSummary = Schema<'QuestionBankSummary'>;
export type BankDetail = Schema<'QuestionBankDetail'>;

export interface BankFilter {
  q?: string;
}

export function askBanks(filter: BankFilter): AskPage<BankSummary> {
  return page => answered(api.GET('/v1/admin/question-banks', { params: { query: { ...filter, ...page } } }));
}

/** All of them, to choose from. */
export const allBanksQuery = queryOptions({
  queryKey: ['question-banks', 'all'],
  queryFn: ({ signal }) => walk(askBanks({}), () => undefined, signal),
});

export function bankQuery(bank_id: string) {
  const params = { path: { bank_id } };
  return queryOptions({
    queryKey: ['question-bank', bank_id],
    queryFn: () => answeredWithVersion(api.GET('/v1/admin/question-banks/{bank_id}', { params })),
  });
}
