import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import { showToast } from 'shared/parts/toasts';
import { SelectField, TextField } from '../../../parts/fields';
import { FormDialog } from '../../../parts/form-dialog';
import { useText } from '../../../text';

const HOURS = [1, 4, 8, 24, 48, 72];
const EMPTY = { email: '', hours: '4', reason: '' };

export function GrantSupport({ open, onClose }: { open: boolean; onClose: () => void }) {
  const text = useText();
  const client = useQueryClient();
  const [draft, setDraft] = useState(EMPTY);

  async function grant() {
    const body = { agent_email: draft.email, hours: Number(draft.hours), reason: draft.reason };
    const granted = await answered(api.POST('/v1/admin/support-access', { body }));
    await client.invalidateQueries({ queryKey: ['support-access'] });
    showToast(text('support.granted', { name: granted.name }));
  }

  return (
    <FormDialog
      title={text('support.grant')}
      open={open}
      action={text('support.grant-do')}
      ready={draft.email.includes('@') && draft.reason.trim() !== ''}
      onSubmit={grant}
      onClose={() => {
        setDraft(EMPTY);
        onClose();
      }}
    >
      <TextField
        label={text('support.agent-email')}
        hint={text('support.agent-hint')}
        type="email"
        value={draft.email}
        autoComplete="off"
        required
        onChange={event => setDraft({ ...draft, email: event.target.value })}
      />
      <SelectField
        label={text('support.hours')}
        value={draft.hours}
        options={HOURS.map(hours => ({ value: String(hours), label: text('hours', { count: hours }) }))}
        onChange={event => setDraft({ ...draft, hours: event.target.value })}
      />
      <TextField
        label={text('support.reason')}
        hint={text('support.reason-hint')}
        value={draft.reason}
        maxLength={200}
        required
        onChange={event => setDraft({ ...draft, reason: event.target.value })}
      />
    </FormDialog>
  );
}
