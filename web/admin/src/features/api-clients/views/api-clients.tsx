import { useState } from 'react';
import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { State } from 'shared/parts/state';
import { useMay } from '../../../access';
import { Badge } from '../../../parts/badge';
import { type Column, DataTable } from '../../../parts/data-table';
import layout from '../../../parts/layout.module.css';
import { PageHead } from '../../../parts/page-head';
import { PanelIcon } from '../../../parts/panel-icon';
import { TwoLines } from '../../../parts/two-lines';
import { usePages } from '../../../parts/use-pages';
import { useText } from '../../../text';
import { NewClient } from '../parts/new-client';
import { RevokeClient } from '../parts/revoke-client';
import { RotateSecret } from '../parts/rotate-secret';
import { type Credentials, ShownOnce } from '../parts/shown-once';
import { askClients } from '../queries';

type ApiClient = Schema<'ApiClient'>;

/** What is open above the list. */
type Deed = { kind: 'make' } | { kind: 'rotate' | 'revoke'; client: ApiClient };

export default function ApiClients() {
  const text = useText();
  const may = useMay();
  const [deed, setDeed] = useState<Deed>();
  const [made, setMade] = useState<Credentials>();
  const pages = usePages(['api-clients'], askClients);
  const make = may('manage_workspace') && (
    <Button look="main" icon={<PanelIcon name="plus" size={16} />} onClick={() => setDeed({ kind: 'make' })}>
      {text('client.new')}
    </Button>
  );
  const close = () => setDeed(undefined);
  return (
    <>
      <PageHead title={text('clients')} lead={text('clients.lead')} actions={make} />
      <DataTable
        label={text('clients')}
        pages={pages}
        keyOf={client => client.api_client_id}
        columns={useColumns()}
        actions={
          may('manage_workspace') && {
            width: 'middle',
            of: client =>
              client.state === 'active' && (
                <span className={layout.ends}>
                  <Button
                    look="quiet"
                    aria-label={text('client.rotate-what', { name: client.name })}
                    onClick={() => setDeed({ kind: 'rotate', client })}
                  >
                    {text('client.rotate')}
                  </Button>
                  <Button
                    look="quiet"
                    aria-label={text('client.revoke-what', { name: client.name })}
                    onClick={() => setDeed({ kind: 'revoke', client })}
                  >
                    {text('client.revoke')}
                  </Button>
                </span>
              ),
          }
        }
        empty={
          <State icon="settings" title={text('clients.empty')} action={make}>
            {text('clients.empty-text')}
          </State>
        }
      />
      <NewClient open={deed?.kind === 'make'} onClose={close} onMade={setMade} />
      {deed?.kind === 'rotate' && <RotateSecret client={deed.client} onClose={close} onMade={setMade} />}
      {deed?.kind === 'revoke' && <RevokeClient client={deed.client} onClose={close} />}
      <ShownOnce credentials={made} onClose={() => setMade(undefined)} />
    </>
  );
}

function useColumns(): Column<ApiClient>[] {
  const text = useText();
  const formats = useFormats();
  return [
    {
      id: 'name',
      order: 'ascending',
      header: text('name'),
      cell: client => (
        <TwoLines below={client.client_id} code>
          <strong>{client.name}</strong>
        </TwoLines>
      ),
    },
    {
      id: 'scopes',
      header: text('client.scopes'),
      wide: true,
      cell: client => (
        <span className={layout.small}>{client.scopes.map(scope => text(`scope.${scope}`)).join(', ')}</span>
      ),
    },
    {
      id: 'used',
      header: text('client.used'),
      wide: true,
      width: 'narrow',
      cell: client => (client.last_used_on ? formats.date(client.last_used_on) : '–'),
    },
    {
      id: 'state',
      header: text('state'),
      width: 'narrow',
      cell: client => (
        <>
          <Badge tone={client.state === 'active' ? 'good' : 'plain'}>{text(`client.${client.state}`)}</Badge>
          {client.former_secret_ends_at && new Date(client.former_secret_ends_at) > new Date() && (
            <p className={layout.small}>
              {text('client.two-secrets', { end: formats.dateTime(client.former_secret_ends_at) })}
            </p>
          )}
        </>
      ),
    },
  ];
}
