import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { Button } from 'shared/parts/button';
import { Choice } from 'shared/parts/choice';
import { ProblemNote } from 'shared/parts/problem-note';
import { showToast } from 'shared/parts/toasts';
import { Card } from '../../../parts/card';
import { Copy } from '../../../parts/copy';
import { TextArea, TextField } from '../../../parts/fields';
import layout from '../../../parts/layout.module.css';
import { NameField } from '../../../parts/name-field';
import { PageHead } from '../../../parts/page-head';
import { useAttempt } from '../../../parts/use-attempt';
import { useText } from '../../../text';
import { type Known, NOTHING, PRESETS, type Preset, protocolOf } from '../parts/provider-presets';
import { NO_RULES, type Rules, wireOf } from '../parts/provider-rules';
import { RulesFields } from '../parts/rules-fields';
import { trellisQuery } from '../queries';

export default function NewProvider() {
  const text = useText();
  const client = useQueryClient();
  const navigate = useNavigate();
  const attempt = useAttempt();
  const [rules, setRules] = useState<Rules>(NO_RULES);
  const [known, setKnown] = useState<Known>(NOTHING);
  const put = (change: Partial<Known>) => setKnown(before => ({ ...before, ...change }));
  /** Entra ID never says that an address is verified: its own tenant's word is what there is. */
  function choose(preset: Preset) {
    put({ preset, place: '' });
    setRules(before => ({ ...before, trust_domain_emails: preset === 'entra' }));
  }
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
        <Card title={text('sso.provider')}>
          <Choice
            legend={text('sso.provider')}
            hideLegend
            name="preset"
            value={known.preset}
            options={PRESETS.map(value => ({ value, label: text(`sso.preset.${value}`) }))}
            onChange={choose}
          />
          <TellProvider preset={known.preset} />
          <NameField hint={text('sso.name-hint')} value={rules.name} onChange={name => setRules({ ...rules, name })} />
          <ProtocolFields known={known} put={put} />
        </Card>
        <Card title={text('sso.rules-title')}>
          {known.preset === 'entra' && <p className={layout.small}>{text('sso.entra-trust')}</p>}
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

/** What must be entered at the provider first: most want it before they hand out what is asked for here. */
function TellProvider({ preset }: { preset: Preset }) {
  const text = useText();
  const { data } = useQuery(trellisQuery);
  if (!data) return null;
  return (
    <>
      <p className={layout.small}>{text(`sso.steps.${preset}`)}</p>
      {preset === 'saml' ? (
        <>
          <Copy label={text('sso.acs')} value={data.acs_url} />
          <Copy label={text('sso.audience')} value={data.entity_id} />
        </>
      ) : (
        <Copy label={text('sso.callback')} value={data.redirect_uri} />
      )}
    </>
  );
}

function ProtocolFields({ known, put }: { known: Known; put: (change: Partial<Known>) => void }) {
  const text = useText();
  const { preset } = known;
  if (preset !== 'saml') {
    return (
      <>
        {preset !== 'google' && (
          <TextField
            label={text(`sso.place.${preset}`)}
            hint={text(`sso.place.${preset}.hint`)}
            type={preset === 'oidc' ? 'url' : 'text'}
            value={known.place}
            required
            spellCheck={false}
            onChange={event => put({ place: event.target.value })}
          />
        )}
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
