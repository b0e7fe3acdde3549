import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import { Button } from 'shared/parts/button';
import { State } from 'shared/parts/state';
import { useMay } from '../../../access';
import { DataTable } from '../../../parts/data-table';
import { ExportButton } from '../../../parts/export-button';
import { FormDialog } from '../../../parts/form-dialog';
import layout from '../../../parts/layout.module.css';
import { NameField } from '../../../parts/name-field';
import { PageHead } from '../../../parts/page-head';
import { PanelIcon } from '../../../parts/panel-icon';
import { useAttempt } from '../../../parts/use-attempt';
import { usePages } from '../../../parts/use-pages';
import { useText } from '../../../text';
import { askGroups } from '../queries';

export default function Groups() {
  const text = useText();
  const may = useMay();
  const [making, setMaking] = useState(false);
  const pages = usePages(['groups', 'list'], askGroups);
  const make = may('manage_workspace') && (
    <Button look="main" icon={<PanelIcon name="plus" size={16} />} onClick={() => setMaking(true)}>
      {text('group.new')}
    </Button>
  );
  return (
    <>
      <PageHead
        title={text('groups')}
        lead={text('groups.lead')}
        actions={
          <>
            <ExportButton
              name="groups"
              ask={askGroups}
              columns={[
                { header: text('name'), value: group => group.name },
                { header: text('id'), value: group => group.group_id },
              ]}
            />
            {make}
          </>
        }
      />
      <DataTable
        label={text('groups')}
        pages={pages}
        keyOf={group => group.group_id}
        columns={[
          {
            id: 'name',
            order: 'ascending',
            header: text('name'),
            cell: group => (
              <Link to="/groups/$groupId" params={{ groupId: group.group_id }} className={layout.strong}>
                {group.name}
              </Link>
            ),
          },
        ]}
        empty={
          <State icon="person" title={text('groups.empty')} action={make}>
            {text('groups.empty-text')}
          </State>
        }
      />
      <NewGroup open={making} onClose={() => setMaking(false)} />
    </>
  );
}

function NewGroup({ open, onClose }: { open: boolean; onClose: () => void }) {
  const text = useText();
  const client = useQueryClient();
  const navigate = useNavigate();
  const attempt = useAttempt();
  const [name, setName] = useState('');

  async function make() {
    const body = { name };
    const params = { header: { 'Idempotency-Key': attempt(body) } };
    const group = await answered(api.POST('/v1/admin/groups', { params, body }));
    await client.invalidateQueries({ queryKey: ['groups'] });
    await navigate({ to: '/groups/$groupId', params: { groupId: group.group_id } });
  }

  return (
    <FormDialog
      title={text('group.new')}
      open={open}
      action={text('group.make')}
      ready={name.trim() !== ''}
      onSubmit={make}
      onClose={() => {
        setName('');
        onClose();
      }}
    >
      <NameField value={name} onChange={setName} />
    </FormDialog>
  );
}
