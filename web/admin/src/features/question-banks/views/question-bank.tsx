import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import { Button } from 'shared/parts/button';
import { Confirm } from 'shared/parts/confirm';
import { Failure } from 'shared/parts/state';
import { showToast } from 'shared/parts/toasts';
import { useMay } from '../../../access';
import { Conflict } from '../../../parts/conflict';
import { PageHead } from '../../../parts/page-head';
import type { Versioned } from '../../../parts/use-versioned-form';
import { ViewWaiting } from '../../../shell/view-waiting';
import { questionsText } from '../../quizzes/model/quiz';
import { useText } from '../../quizzes/text';
import type { BankDraft } from '../editor/bank-draft';
import { BankEditor } from '../editor/bank-editor';
import { useBankForm } from '../editor/use-bank-form';
import { type BankDetail, bankQuery } from '../queries';

const route = getRouteApi('/question-banks/$bankId');

export default function QuestionBank() {
  const text = useText();
  const { bankId } = route.useParams();
  const bank = useQuery({ ...bankQuery(bankId), refetchOnMount: 'always' });
  if (bank.data) return <Opened key={bankId} loaded={bank.data} />;
  if (!bank.error) return <ViewWaiting />;
  return (
    <>
      <PageHead title={text('bank')} above={{ to: '/question-banks', label: text('nav.question-banks') }} />
      <Failure error={bank.error} onRetry={() => bank.refetch()} busy={bank.isFetching} />
    </>
  );
}

const LABELS = { title: 'courses.name', questions: 'quiz.questions-table' } as const;

function shown(draft: BankDraft, field: keyof BankDraft): string {
  return field === 'title' ? draft.title : questionsText(draft.questions);
}

function Opened({ loaded }: { loaded: Versioned<BankDetail> }) {
  const text = useText();
  const readOnly = !useMay()('manage_courses');
  const form = useBankForm(loaded);
  return (
    <>
      <PageHead
        title={form.draft.title.trim() || text('path.untitled')}
        above={{ to: '/question-banks', label: text('nav.question-banks') }}
        actions={!readOnly && <Delete loaded={loaded} />}
      />
      <BankEditor form={form} slot={`question-bank/${loaded.value.bank_id}`} readOnly={readOnly} isSaved />
      <Conflict form={form} labelOf={field => text(LABELS[field])} shown={shown} />
    </>
  );
}

function Delete({ loaded: { value, version } }: { loaded: Versioned<BankDetail> }) {
  const text = useText();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const { bank_id, title } = value;
  const { queryKey } = bankQuery(bank_id);
  return (
    <>
      <Button look="danger" onClick={() => setOpen(true)}>
        {text('bank.delete')}
      </Button>
      <Confirm
        title={text('bank.delete-title', { title })}
        action={text('bank.delete')}
        open={open}
        onClose={() => setOpen(false)}
        onConfirm={async () => {
          const params = { path: { bank_id }, header: { 'If-Match': version } };
          try {
            await answered(api.DELETE('/v1/admin/question-banks/{bank_id}', { params }));
          } catch (error) {
            // What somebody else has changed meanwhile is seen before it is deleted.
            void client.invalidateQueries({ queryKey });
            throw error;
          }
          client.removeQueries({ queryKey });
          void client.invalidateQueries({ queryKey: ['question-banks'] });
          showToast(text('bank.deleted', { title }));
          await navigate({ to: '/question-banks', ignoreBlocker: true });
        }}
      >
        <p>{text('bank.delete-means')}</p>
      </Confirm>
    </>
  );
}
