import { useQueryClient } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answeredWithVersion } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { showToast } from 'shared/parts/toasts';
import { Card } from '../../parts/card';
import { Conflict } from '../../parts/conflict';
import { SelectField, TextField } from '../../parts/fields';
import layout from '../../parts/layout.module.css';
import { SaveBar } from '../../parts/save-bar';
import { useVersionedForm, type Versioned } from '../../parts/use-versioned-form';
import { workspaceQuery } from '../../queries';
import { type TextId, useText } from '../../text';
import { listOf } from '../people/roles-field';
import { LOCALE_CHOICES, timeZones } from '../settings/choices';

type Workspace = Schema<'WorkspaceView'>;

interface Draft {
  name: string;
  tier: Schema<'Tier'>;
  locale: Schema<'Locale'>;
  time_zone: string;
  email_domains: string;
  custom_domain: string;
  retention_days: string;
}

const LABELS: Record<keyof Draft, TextId> = {
  name: 'name',
  tier: 'tier',
  locale: 'language',
  time_zone: 'time-zone',
  email_domains: 'mail-domains',
  custom_domain: 'domain',
  retention_days: 'retention',
};

function draftOf(workspace: Workspace): Draft {
  const { name, tier, locale, time_zone, email_domains, custom_domain, retention_days } = workspace;
  return {
    name,
    tier,
    locale,
    time_zone,
    email_domains: email_domains.join(', '),
    custom_domain: custom_domain ?? '',
    retention_days: String(retention_days),
  };
}

function changeOf({
  email_domains,
  custom_domain,
  retention_days,
  ...rest
}: Partial<Draft>): Schema<'WorkspaceChange'> {
  return {
    ...rest,
    ...(email_domains !== undefined && { email_domains: listOf(email_domains) }),
    ...(custom_domain !== undefined && { custom_domain: custom_domain.trim() || null }),
    ...(retention_days !== undefined && { retention_days: Number(retention_days) }),
  };
}

export function WorkspaceForm({ loaded, fixed }: { loaded: Versioned<Workspace>; fixed: boolean }) {
  const text = useText();
  const client = useQueryClient();
  const workspace_id = loaded.value.workspace;
  const path = { workspace_id };
  const form = useVersionedForm<Workspace, Draft>({
    loaded,
    toDraft: draftOf,
    send: (patch, version) =>
      answeredWithVersion(
        api.PATCH('/v1/platform/workspaces/{workspace_id}', {
          params: { path, header: { 'If-Match': version } },
          body: changeOf(patch),
        }),
      ),
    reload: () => answeredWithVersion(api.GET('/v1/platform/workspaces/{workspace_id}', { params: { path } })),
    onSaved(stored) {
      client.setQueryData(workspaceQuery(workspace_id).queryKey, stored);
      void client.invalidateQueries({ queryKey: ['platform-workspaces'] });
      showToast(text('saved'));
    },
  });
  const { draft, set, clash } = form;
  return (
    <Card title={text('settings')}>
      <form
        className={layout.form}
        onSubmit={event => {
          event.preventDefault();
          void form.save();
        }}
      >
        <div className={layout.pair}>
          <TextField
            label={text('name')}
            value={draft.name}
            maxLength={200}
            required
            readOnly={fixed}
            onChange={event => set('name', event.target.value)}
          />
          <SelectField
            label={text('tier')}
            value={draft.tier}
            disabled={fixed}
            options={[
              { value: 'standard', label: text('tier.standard') },
              { value: 'large', label: text('tier.large') },
            ]}
            onChange={event => set('tier', event.target.value === 'large' ? 'large' : 'standard')}
          />
          <SelectField
            label={text('language')}
            value={draft.locale}
            disabled={fixed}
            options={LOCALE_CHOICES}
            onChange={event =>
              set('locale', LOCALE_CHOICES.find(each => each.value === event.target.value)?.value ?? draft.locale)
            }
          />
          <SelectField
            label={text('time-zone')}
            value={draft.time_zone}
            disabled={fixed}
            options={timeZones(draft.time_zone)}
            onChange={event => set('time_zone', event.target.value)}
          />
          <TextField
            label={text('domain')}
            value={draft.custom_domain}
            readOnly={fixed}
            spellCheck={false}
            onChange={event => set('custom_domain', event.target.value)}
          />
          <TextField
            label={text('retention-days')}
            type="number"
            min={0}
            value={draft.retention_days}
            readOnly={fixed}
            onChange={event => set('retention_days', event.target.value)}
          />
        </div>
        <TextField
          label={text('mail-domains')}
          hint={text('mail-domains.hint')}
          value={draft.email_domains}
          readOnly={fixed}
          onChange={event => set('email_domains', event.target.value)}
        />
        {!fixed && <SaveBar form={form} />}
      </form>
      {clash && (
        <Conflict
          differences={clash.fields.map(field => ({
            field,
            label: text(LABELS[field]),
            mine: draft[field],
            theirs: clash.theirs[field],
          }))}
          onResolve={form.resolve}
          onClose={form.leaveClash}
        />
      )}
    </Card>
  );
}
