import { useQueryClient } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answeredWithVersion } from 'shared/api/problem';
import { useVersionedForm, type Versioned } from '../../../parts/use-versioned-form';
import { type BankDetail, bankQuery } from '../queries';
import { type BankDraft, sentBank } from './bank-draft';

/** What is written in a bank that is there. */
export function useBankForm(loaded: Versioned<BankDetail>) {
  const client = useQueryClient();
  const query = bankQuery(loaded.value.bank_id);

  async function send(patch: Partial<BankDraft>, version: string): Promise<Versioned<BankDetail>> {
    const params = { path: { bank_id: loaded.value.bank_id }, header: { 'If-Match': version } };
    const body = sentBank(patch);
    const stored = await answeredWithVersion(api.PATCH('/v1/admin/question-banks/{bank_id}', { params, body }));
    // The answer says nothing of the questions. Those that somebody else has written were read before this.
    const { questions } = client.getQueryData(query.queryKey)?.value ?? loaded.value;
    return { value: { questions, ...body, ...stored.value }, version: stored.version };
  }

  return useVersionedForm<BankDetail, BankDraft>({
    loaded,
    toDraft: ({ title, questions }) => ({ title, questions }),
    send,
    reload: () => client.fetchQuery({ ...query, staleTime: 0 }),
    onSaved: stored => {
      client.setQueryData(query.queryKey, stored);
      void client.invalidateQueries({ queryKey: ['question-banks'] });
    },
  });
}
