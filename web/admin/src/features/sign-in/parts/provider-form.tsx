import { useQueryClient } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answeredWithVersion } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { showToast } from 'shared/parts/toasts';
import { Card } from '../../../parts/card';
import { TextArea, TextField } from '../../../parts/fields';
import { NameField } from '../../../parts/name-field';
import { SaveBar } from '../../../parts/save-bar';
import { useVersionedForm, type Versioned } from '../../../parts/use-versioned-form';
import { VersionedForm } from '../../../parts/versioned-form';
import { type TextId, useText } from '../../../text';
import { providerQuery } from '../queries';
import { type Rules, rulesOf, wireOf } from './provider-rules';
import { RulesFields } from './rules-fields';

type Provider = Schema<'IdentityProvider'>;

/** What goes to the provider and never comes back: empty leaves it as it is. */
type Draft = Rules & { client_secret: string; metadata: string };

const LABELS: Record<keyof Draft, TextId> = {
  name: 'name',
  domains: 'mail-domains',
  enforced: 'sso.enforced',
  just_in_time: 'sso.just_in_time',
  link_by_verified_email: 'sso.link_by_verified_email',
  trust_domain_emails: 'sso.trust_domain_emails',
  second_factor_by_provider: 'sso.second_factor_by_provider',
  attributes: 'sso.attributes',
  group_roles: 'sso.group-roles',
  client_secret: 'sso.client-secret',
  metadata: 'sso.metadata',
};

function shown(value: Draft[keyof Draft], words: { yes: string; no: string }): string {
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'string') return value;
  if ('email' in value) return Object.values(value).filter(Boolean).join(', ');
  return value.map(each => `${each.group} → ${each.role}`).join('\n');
}

export function ProviderForm({ loaded, fixed }: { loaded: Versioned<Provider>; fixed: boolean }) {
  const text = useText();
  const client = useQueryClient();
  const { identity_provider_id, protocol } = loaded.value;
  const path = { identity_provider_id };
  const form = useVersionedForm<Provider, Draft>({
    loaded,
    toDraft: provider => ({ ...rulesOf(provider), client_secret: '', metadata: '' }),
    send: ({ client_secret, metadata, ...rules }, version) =>
      answeredWithVersion(
        api.PATCH('/v1/admin/identity-providers/{identity_provider_id}', {
          params: { path, header: { 'If-Match': version } },
          body: { ...wireOf(rules), ...(client_secret && { client_secret }), ...(metadata?.trim() && { metadata }) },
        }),
      ),
    reload: () =>
      answeredWithVersion(api.GET('/v1/admin/identity-providers/{identity_provider_id}', { params: { path } })),
    onSaved(stored) {
      client.setQueryData(providerQuery(identity_provider_id).queryKey, stored);
      void client.invalidateQueries({ queryKey: ['providers'] });
      showToast(text('saved'));
    },
  });
  const { draft, set } = form;
  const words = { yes: text('yes'), no: text('no') };
  return (
    <Card title={text('sso.rules-title')}>
      <VersionedForm form={form} labels={LABELS} shown={(of, field) => shown(of[field], words)}>
        <NameField
          hint={text('sso.name-hint')}
          value={draft.name}
          readOnly={fixed}
          onChange={name => set('name', name)}
        />
        <RulesFields rules={draft} disabled={fixed} set={(field, value) => set(field, value as Draft[typeof field])} />
        {!fixed && protocol.kind === 'oidc' && (
          <TextField
            label={text('sso.new-secret')}
            hint={text('sso.new-secret-hint')}
            type="password"
            autoComplete="off"
            value={draft.client_secret}
            onChange={event => set('client_secret', event.target.value)}
          />
        )}
        {!fixed && protocol.kind === 'saml' && (
          <TextArea
            label={text('sso.new-metadata')}
            hint={text('sso.new-metadata-hint')}
            spellCheck={false}
            value={draft.metadata}
            onChange={event => set('metadata', event.target.value)}
          />
        )}
        {!fixed && <SaveBar form={form} />}
      </VersionedForm>
    </Card>
  );
}
