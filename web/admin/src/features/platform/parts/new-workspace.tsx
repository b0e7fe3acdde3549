import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { showToast } from 'shared/parts/toasts';
import { TextField } from '../../../parts/fields';
import { FormDialog } from '../../../parts/form-dialog';
import layout from '../../../parts/layout.module.css';
import { NameField } from '../../../parts/name-field';
import { useAttempt } from '../../../parts/use-attempt';
import { useText } from '../../../text';
import { LanguageField, TierField } from '../../workspace/parts/workspace-fields';

const EMPTY = {
  workspace: '',
  name: '',
  tier: 'standard' as Schema<'Tier'>,
  locale: 'en' as Schema<'Locale'>,
  admin: '',
  email: '',
};
const ID = '[a-z][a-z0-9\\-]{1,38}[a-z0-9]';

export function NewWorkspace({ open, onClose }: { open: boolean; onClose: () => void }) {
  const text = useText();
  const client = useQueryClient();
  const navigate = useNavigate();
  const attempt = useAttempt();
  const [draft, setDraft] = useState(EMPTY);
  const set = (change: Partial<typeof EMPTY>) => setDraft(before => ({ ...before, ...change }));

  async function make() {
    const { workspace, name, tier, locale } = draft;
    const body = { workspace, name, tier, locale, administrator: { name: draft.admin, email: draft.email } };
    const params = { header: { 'Idempotency-Key': attempt(body) } };
    const made = await answered(api.POST('/v1/platform/workspaces', { params, body }));
    await client.invalidateQueries({ queryKey: ['platform-workspaces'] });
    showToast(text('workspace.made', { name: made.name }));
    await navigate({ to: '/platform/workspaces/$workspaceId', params: { workspaceId: made.workspace } });
  }

  return (
    <FormDialog
      title={text('workspace.new')}
      open={open}
      action={text('workspace.make')}
      ready={Boolean(draft.workspace && draft.name.trim() && draft.admin.trim() && draft.email.includes('@'))}
      onSubmit={make}
      onClose={() => {
        setDraft(EMPTY);
        onClose();
      }}
    >
      <NameField value={draft.name} onChange={name => set({ name })} />
      <TextField
        label={text('workspace')}
        hint={text('workspace.id-hint')}
        value={draft.workspace}
        pattern={ID}
        spellCheck={false}
        required
        onChange={event => set({ workspace: event.target.value.toLowerCase() })}
      />
      <div className={layout.pair}>
        <TierField value={draft.tier} onChange={tier => set({ tier })} />
        <LanguageField value={draft.locale} onChange={locale => set({ locale })} />
      </div>
      <TextField
        label={text('workspace.admin')}
        value={draft.admin}
        required
        onChange={event => set({ admin: event.target.value })}
      />
      <TextField
        label={text('workspace.admin-email')}
        type="email"
        hint={text('workspace.admin-hint')}
        value={draft.email}
        required
        onChange={event => set({ email: event.target.value })}
      />
    </FormDialog>
  );
}
