import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import { useAttempt } from '../../../parts/use-attempt';
import { type BankDraft, sentBank } from './bank-draft';

const BLANK: BankDraft = { title: '', questions: [] };

/** A bank that is being written: it is there once it is saved, and then has a page of its own. */
export function useNewBank() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const attempt = useAttempt();
  const [draft, setDraft] = useState(BLANK);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();

  async function save(): Promise<boolean> {
    if (busy) return false;
    setBusy(true);
    setError(undefined);
    try {
      const body = { ...draft, ...sentBank(draft) };
      const params = { header: { 'Idempotency-Key': attempt(body) } };
      const { bank_id } = await answered(api.POST('/v1/admin/question-banks', { params, body }));
      void client.invalidateQueries({ queryKey: ['question-banks'] });
      await navigate({ to: '/question-banks/$bankId', params: { bankId: bank_id }, ignoreBlocker: true });
      return true;
    } catch (refused) {
      setError(refused);
      return false;
    } finally {
      setBusy(false);
    }
  }

  return {
    draft,
    set: <Field extends keyof BankDraft>(field: Field, value: BankDraft[Field]) =>
      setDraft(before => ({ ...before, [field]: value })),
    dirty: draft.title.trim() !== '' || draft.questions.length > 0,
    busy,
    error,
    save,
    discard: () => setDraft(BLANK),
  };
}
