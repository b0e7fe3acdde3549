import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { Button } from 'shared/parts/button';
import { Confirm } from 'shared/parts/confirm';
import { State } from 'shared/parts/state';
import { showToast } from 'shared/parts/toasts';
import { DataTable } from '../../../parts/data-table';
import { TextField } from '../../../parts/fields';
import { FormDialog } from '../../../parts/form-dialog';
import { NameField } from '../../../parts/name-field';
import { PageHead } from '../../../parts/page-head';
import { PanelIcon } from '../../../parts/panel-icon';
import { TwoLines } from '../../../parts/two-lines';
import { usePages } from '../../../parts/use-pages';
import { useText } from '../../../text';
import { askAgents } from '../queries';

/** Those of support whom workspaces can let in. */
export default function Agents() {
  const text = useText();
  const client = useQueryClient();
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Schema<'AgentView'>>();
  const pages = usePages(['agents'], askAgents);
  const add = (
    <Button look="main" icon={<PanelIcon name="plus" size={16} />} onClick={() => setAdding(true)}>
      {text('agent.new')}
    </Button>
  );

  async function remove(agent: Schema<'AgentView'>) {
    await answered(api.DELETE('/v1/platform/agents/{agent_id}', { params: { path: { agent_id: agent.agent_id } } }));
    await client.invalidateQueries({ queryKey: ['agents'] });
    showToast(text('agent.removed', { name: agent.name }));
  }

  return (
    <>
      <PageHead title={text('agents')} lead={text('agents.lead')} actions={add} />
      <DataTable
        label={text('agents')}
        pages={pages}
        keyOf={agent => agent.agent_id}
        columns={[
          {
            id: 'name',
            order: 'ascending',
            header: text('name'),
            cell: agent => (
              <TwoLines below={agent.email}>
                <strong>{agent.name}</strong>
              </TwoLines>
            ),
          },
        ]}
        actions={{
          width: 'narrow',
          of: agent => (
            <Button
              look="quiet"
              aria-label={text('agent.remove-who', { name: agent.name })}
              onClick={() => setRemoving(agent)}
            >
              {text('remove')}
            </Button>
          ),
        }}
        empty={
          <State icon="person" title={text('agents.empty')} action={add}>
            {text('agents.empty-text')}
          </State>
        }
      />
      <NewAgent open={adding} onClose={() => setAdding(false)} />
      <Confirm
        title={text('agent.remove-title', { name: removing?.name ?? '' })}
        action={text('agent.remove-who', { name: removing?.name ?? '' })}
        open={removing !== undefined}
        onClose={() => setRemoving(undefined)}
        onConfirm={async () => removing && remove(removing)}
      >
        <p>{text('agent.remove-text')}</p>
      </Confirm>
    </>
  );
}

function NewAgent({ open, onClose }: { open: boolean; onClose: () => void }) {
  const text = useText();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  return (
    <FormDialog
      title={text('agent.new')}
      open={open}
      action={text('agent.add')}
      ready={name.trim() !== '' && email.includes('@')}
      onSubmit={async () => {
        await answered(api.POST('/v1/platform/agents', { body: { name, email } }));
        await client.invalidateQueries({ queryKey: ['agents'] });
        showToast(text('agent.added', { name }));
      }}
      onClose={() => {
        setName('');
        setEmail('');
        onClose();
      }}
    >
      <NameField value={name} onChange={setName} />
      <TextField
        label={text('email')}
        type="email"
        value={email}
        required
        onChange={event => setEmail(event.target.value)}
      />
    </FormDialog>
  );
}
