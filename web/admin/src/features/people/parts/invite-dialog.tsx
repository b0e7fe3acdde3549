import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { showToast } from 'shared/parts/toasts';
import { TextField } from '../../../parts/fields';
import { FormDialog } from '../../../parts/form-dialog';
import { MemberField } from '../../../parts/member-picker';
import { NameField } from '../../../parts/name-field';
import { useAttempt } from '../../../parts/use-attempt';
import { useText } from '../../../text';
import { listOf, RolesField } from './roles-field';

type Role = Schema<'Role'>;

const EMPTY = {
  name: '',
  email: '',
  region: '',
  roles: [] as readonly Role[],
  regions: '',
  manager: null as string | null,
};

export function InviteDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const text = useText();
  const client = useQueryClient();
  const attempt = useAttempt();
  const [draft, setDraft] = useState(EMPTY);
  const set = (change: Partial<typeof EMPTY>) => setDraft(before => ({ ...before, ...change }));

  async function invite() {
    const body = {
      name: draft.name,
      email: draft.email,
      roles: [...draft.roles],
      ...(draft.region.trim() && { region: draft.region }),
      ...(draft.roles.includes('regional_admin') && { regions: listOf(draft.regions) }),
      ...(draft.manager && { manager_id: draft.manager }),
    };
    const params = { header: { 'Idempotency-Key': attempt(body) } };
    const person = await answered(api.POST('/v1/admin/people', { params, body }));
    showToast(text('invite.done', { name: person.name }));
    await client.invalidateQueries({ queryKey: ['people'] });
  }

  return (
    <FormDialog
      title={text('invite.title')}
      open={open}
      onClose={() => {
        setDraft(EMPTY);
        onClose();
      }}
      action={text('invite.send')}
      ready={draft.name.trim() !== '' && draft.email.includes('@')}
      onSubmit={invite}
    >
      <NameField value={draft.name} autoComplete="off" onChange={name => set({ name })} />
      <TextField
        label={text('email')}
        type="email"
        value={draft.email}
        autoComplete="off"
        required
        hint={text('invite.email-hint')}
        onChange={event => set({ email: event.target.value })}
      />
      <RolesField
        roles={draft.roles}
        regions={draft.regions}
        onRoles={roles => set({ roles })}
        onRegions={regions => set({ regions })}
      />
      <TextField
        label={text('region')}
        value={draft.region}
        autoComplete="off"
        hint={text('region.hint')}
        onChange={event => set({ region: event.target.value })}
      />
      <MemberField label={text('manager')} value={draft.manager} onChange={manager => set({ manager })} />
    </FormDialog>
  );
}
