import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { Failure } from 'shared/parts/state';
import { useMay } from '../../../access';
import { Badge } from '../../../parts/badge';
import { Card, Facts } from '../../../parts/card';
import { Copy } from '../../../parts/copy';
import layout from '../../../parts/layout.module.css';
import { PageHead } from '../../../parts/page-head';
import { ViewWaiting } from '../../../shell/view-waiting';
import { useText } from '../../../text';
import { ProviderActions } from '../parts/provider-actions';
import { ProviderForm } from '../parts/provider-form';
import { ProviderTest } from '../parts/provider-test';
import { providerQuery } from '../queries';

const route = getRouteApi('/sign-in/$providerId');

export default function Provider() {
  const text = useText();
  const may = useMay();
  const { providerId } = route.useParams();
  const { test } = route.useSearch();
  const provider = useQuery(providerQuery(providerId));
  const above = { to: '/sign-in', label: text('sso') };
  if (!provider.data) {
    return provider.error ? (
      <>
        <PageHead title={text('sso.provider')} above={above} />
        <Failure error={provider.error} onRetry={() => provider.refetch()} busy={provider.isFetching} />
      </>
    ) : (
      <ViewWaiting />
    );
  }
  const { value } = provider.data;
  return (
    <>
      <PageHead
        title={value.name}
        above={above}
        beside={<Badge tone={value.state === 'active' ? 'good' : 'plain'}>{text(`sso.state.${value.state}`)}</Badge>}
        lead={text(`sso.${value.protocol.kind}`)}
        actions={may('manage_workspace') && <ProviderActions loaded={provider.data} />}
      />
      <div className={layout.columns}>
        <ProviderForm loaded={provider.data} fixed={!may('manage_workspace')} />
        <div className={layout.stack}>
          <Setup provider={value} />
          <ProviderTest provider={value} test={test} fixed={!may('manage_workspace')} />
        </div>
      </div>
    </>
  );
}

/** What must be entered at the provider, and what is known of it. */
function Setup({ provider }: { provider: Schema<'IdentityProvider'> }) {
  const text = useText();
  const formats = useFormats();
  const { protocol } = provider;
  return (
    <Card title={text('sso.setup')} lead={text('sso.setup-lead')}>
      <Copy label={text('sso.callback')} value={provider.callback_url} />
      {protocol.kind === 'saml' && <Copy label={text('sso.audience')} value={provider.audience} />}
      {protocol.kind === 'oidc' ? (
        <Facts
          facts={[
            { label: text('sso.issuer'), value: protocol.issuer },
            { label: text('sso.client-id'), value: protocol.client_id },
            { label: text('sso.scopes'), value: ['openid', ...protocol.scopes].join(', ') },
            { label: 'PKCE', value: text(protocol.pkce ? 'yes' : 'no') },
            { label: text('sso.secret-set'), value: formats.dateTime(protocol.secret_set_at) },
          ]}
        />
      ) : (
        <Facts
          facts={[
            { label: text('sso.entity'), value: protocol.entity_id },
            { label: text('sso.certificate'), value: formats.date(protocol.certificate_expires_at) },
          ]}
        />
      )}
    </Card>
  );
}
