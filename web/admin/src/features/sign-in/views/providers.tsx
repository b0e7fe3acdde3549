import { Link } from '@tanstack/react-router';
import { buttonLook } from 'shared/parts/button';
import { State } from 'shared/parts/state';
import { useMay } from '../../../access';
import { Badge } from '../../../parts/badge';
import { DataTable } from '../../../parts/data-table';
import layout from '../../../parts/layout.module.css';
import { PageHead } from '../../../parts/page-head';
import { PanelIcon } from '../../../parts/panel-icon';
import { TwoLines } from '../../../parts/two-lines';
import { usePages } from '../../../parts/use-pages';
import { useText } from '../../../text';
import { askProviders } from '../queries';

export default function Providers() {
  const text = useText();
  const may = useMay();
  const pages = usePages(['providers'], askProviders);
  const connect = may('manage_workspace') && (
    <Link to="/sign-in/new" className={buttonLook('main')}>
      <PanelIcon name="plus" size={16} />
      {text('sso.connect')}
    </Link>
  );
  return (
    <>
      <PageHead title={text('sso')} lead={text('sso.lead')} actions={connect} />
      <DataTable
        label={text('sso')}
        pages={pages}
        keyOf={provider => provider.identity_provider_id}
        columns={[
          {
            id: 'name',
            order: 'ascending',
            header: text('name'),
            cell: provider => (
              <TwoLines
                below={provider.protocol.kind === 'oidc' ? provider.protocol.issuer : provider.protocol.entity_id}
              >
                <Link
                  to="/sign-in/$providerId"
                  params={{ providerId: provider.identity_provider_id }}
                  className={layout.strong}
                >
                  {provider.name}
                </Link>
              </TwoLines>
            ),
          },
          {
            id: 'protocol',
            header: text('sso.protocol'),
            wide: true,
            width: 'narrow',
            cell: provider => text(`sso.${provider.protocol.kind}`),
          },
          {
            id: 'domains',
            header: text('mail-domains'),
            wide: true,
            cell: provider => provider.domains.join(', ') || '–',
          },
          {
            id: 'state',
            header: text('state'),
            width: 'narrow',
            cell: provider => (
              <Badge tone={provider.state === 'active' ? 'good' : 'plain'}>{text(`sso.state.${provider.state}`)}</Badge>
            ),
          },
        ]}
        empty={
          <State icon="settings" title={text('sso.empty')} action={connect}>
            {text('sso.empty-text')}
          </State>
        }
      />
    </>
  );
}
