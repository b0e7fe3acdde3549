import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { Button } from 'shared/parts/button';
import { Choice } from 'shared/parts/choice';
import { ProblemNote } from 'shared/parts/problem-note';
import { showToast } from 'shared/parts/toasts';
import { Card } from '../parts/card';
import { TextArea, TextField } from '../parts/fields';
import layout from '../parts/layout.module.css';
import { NameField } from '../parts/name-field';
import { PageHead } from '../parts/page-head';
import { useAttempt } from '../parts/use-attempt';
import { useText } from '../text';
import { NO_RULES, type Rules, wireOf } from './settings/provider-rules';
import { RulesFields } from './settings/rules-fields';

const NOTHING = {
  kind: 'oidc' as 'oidc' | 'saml',
  issuer: '',
  client_id: '',
  client_secret: '',
  metadata: '',
  metadata_url: '',
};

function protocolOf(known: typeof NOTHING): Schema<'NewProtocol'> {
  if (known.kind === 'oidc') {
    return {
      kind: 'oidc',
      issuer: known.issuer.trim(),
      client_id: known.client_id.trim(),
      client_secret: known.client_secret,
    };
  }
  return known.metadata.trim()
    ? { kind: 'saml', metadata: known.metadata }
    : { kind: 'saml', metadata_url: known.metadata_url.trim() };
}

export default function NewProvider() {
  const text = useText();
  const client = useQueryClient();
  const navigate = useNavigate();
  const attempt = useAttempt();
  const [rules, setRules] = useState<Rules>(NO_RULES);
  const [known, setKnown] = useState(NOTHING);
  const put = (change: Partial<typeof NOTHING>) => setKnown(before => ({ ...before, ...change }));
  const connect = useMutation({
    mutationFn: () => {
      const body: Schema<'NewIdentityProvider'> = { name: rules.name, ...wireOf(rules), protocol: protocolOf(known) };
      return answered(
        api.POST('/v1/admin/identity-providers', { params: { header: { 'Idempotency-Key': attempt(body) } }, body }),
      );
    },
    onSuccess: async provider => {
      await client.invalidateQueries({ queryKey: ['providers'] });
      showToast(text('sso.connected', { name: provider.name }));
      await navigate({ to: '/sign-in/$providerId', params: { providerId: provider.identity_provider_id } });
    },
  });
  return (
    <>
      <PageHead
        title={text('sso.connect')}
        lead={text('sso.connect-lead')}
        above={{ to: '/sign-in', label: text('sso') }}
      />
      <form
        className={layout.stack}
        onSubmit={event => {
          event.preventDefault();
          if (!connect.isPending) connect.mutate();
        }}
      >
        <Card title={text('sso.protocol')}>
          <Choice
            legend={text('sso.protocol')}
            hideLegend
            name="protocol"
            value={known.kind}
            options={[
              { value: 'oidc', label: text('sso.oidc') },
              { value: 'saml', label: text('sso.saml') },
            ]}
            onChange={kind => put({ kind })}
          />
          <NameField hint={text('sso.name-hint')} value={rules.name} onChange={name => setRules({ ...rules, name })} />
          <ProtocolFields known={known} put={put} />
        </Card>
        <Card title={text('sso.rules-title')}>
          <RulesFields rules={rules} set={(field, value) => setRules(before => ({ ...before, [field]: value }))} />
          {connect.error && <ProblemNote error={connect.error} />}
          <div className={layout.ends}>
            <Button type="submit" look="main" busy={connect.isPending}>
              {text('sso.connect-do')}
            </Button>
          </div>
        </Card>
      </form>
    </>
  );
}

function ProtocolFields({ known, put }: { known: typeof NOTHING; put: (change: Partial<typeof NOTHING>) => void }) {
  const text = useText();
  if (known.kind === 'oidc') {
    return (
      <>
        <TextField
          label={text('sso.issuer')}
          hint={text('sso.issuer-hint')}
          type="url"
          value={known.issuer}
          required
          onChange={event => put({ issuer: event.target.value })}
        />
        <div className={layout.pair}>
          <TextField
            label={text('sso.client-id')}
            value={known.client_id}
            required
            autoComplete="off"
            onChange={event => put({ client_id: event.target.value })}
          />
          <TextField
            label={text('sso.client-secret')}
            type="password"
            value={known.client_secret}
            required
            autoComplete="off"
            onChange={event => put({ client_secret: event.target.value })}
          />
        </div>
      </>
    );
  }
  return (
    <>
      <TextField
        label={text('sso.metadata-url')}
        type="url"
        value={known.metadata_url}
        required={!known.metadata.trim()}
        disabled={known.metadata.trim() !== ''}
        onChange={event => put({ metadata_url: event.target.value })}
      />
      <TextArea
        label={text('sso.metadata')}
        hint={text('sso.metadata-hint')}
        value={known.metadata}
        spellCheck={false}
        onChange={event => put({ metadata: event.target.value })}
      />
    </>
  );
}
