import { useQueryClient } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answeredWithVersion } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { showToast } from 'shared/parts/toasts';
import { Card } from '../../../parts/card';
import { TextField } from '../../../parts/fields';
import layout from '../../../parts/layout.module.css';
import { NameField } from '../../../parts/name-field';
import { SaveBar } from '../../../parts/save-bar';
import { useVersionedForm, type Versioned } from '../../../parts/use-versioned-form';
import { VersionedForm } from '../../../parts/versioned-form';
import { type TextId, useText } from '../../../text';
import { listOf } from '../../people/parts/roles-field';
import { LanguageField, MailDomainsField, TierField, TimeZoneField } from '../../workspace/parts/workspace-fields';
import { workspaceQuery } from '../queries';

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
  const { draft, set } = form;
  return (
    <Card title={text('settings')}>
      <VersionedForm form={form} labels={LABELS} shown={(shown, field) => shown[field]}>
        <div className={layout.pair}>
          <NameField value={draft.name} readOnly={fixed} onChange={name => set('name', name)} />
          <TierField value={draft.tier} fixed={fixed} onChange={tier => set('tier', tier)} />
          <LanguageField value={draft.locale} fixed={fixed} onChange={locale => set('locale', locale)} />
          <TimeZoneField value={draft.time_zone} fixed={fixed} onChange={zone => set('time_zone', zone)} />
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
        <MailDomainsField
          value={draft.email_domains}
          fixed={fixed}
          onChange={domains => set('email_domains', domains)}
        />
        {!fixed && <SaveBar form={form} />}
      </VersionedForm>
    </Card>
  );
}
