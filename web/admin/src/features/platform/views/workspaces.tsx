import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schema } from 'shared/api/schemas';
import { Button } from 'shared/parts/button';
import { State } from 'shared/parts/state';
import { type Column, DataTable } from '../../../parts/data-table';
import { ExportButton } from '../../../parts/export-button';
import { SelectField } from '../../../parts/fields';
import layout from '../../../parts/layout.module.css';
import { PageHead } from '../../../parts/page-head';
import { PanelIcon } from '../../../parts/panel-icon';
import { TwoLines } from '../../../parts/two-lines';
import { usePages } from '../../../parts/use-pages';
import { oneOf } from '../../../search';
import { useText } from '../../../text';
import { NewWorkspace } from '../parts/new-workspace';
import { WORKSPACE_STATES, WorkspaceBadge } from '../parts/workspace-badge';
import { askWorkspaces } from '../queries';

const route = getRouteApi('/platform/workspaces');

export default function Workspaces() {
  const text = useText();
  const navigate = useNavigate({ from: '/platform/workspaces' });
  const state = oneOf(route.useSearch().state, WORKSPACE_STATES);
  const [making, setMaking] = useState(false);
  const ask = askWorkspaces(state);
  const pages = usePages(['platform-workspaces', state], ask);
  return (
    <>
      <PageHead
        title={text('workspaces')}
        lead={text('workspaces.lead')}
        actions={
          <>
            <ExportButton
              name="workspaces"
              ask={ask}
              columns={[
                { header: text('workspace'), value: workspace => workspace.workspace },
                { header: text('name'), value: workspace => workspace.name },
                { header: text('tier'), value: workspace => workspace.tier },
                { header: text('home-region'), value: workspace => workspace.home_region },
                { header: text('state'), value: workspace => workspace.state },
              ]}
            />
            <Button look="main" icon={<PanelIcon name="plus" size={16} />} onClick={() => setMaking(true)}>
              {text('workspace.new')}
            </Button>
          </>
        }
      />
      <search className={layout.filters} aria-label={text('filters')}>
        <SelectField
          label={text('state')}
          value={state ?? ''}
          options={[
            { value: '', label: text('any') },
            ...WORKSPACE_STATES.map(each => ({ value: each, label: text(`workspace.${each}`) })),
          ]}
          onChange={event => {
            const chosen = oneOf(event.target.value, WORKSPACE_STATES);
            void navigate({ search: chosen ? { state: chosen } : {}, replace: true });
          }}
        />
      </search>
      <DataTable
        label={text('workspaces')}
        columns={useColumns(state ? 'name' : 'state')}
        pages={pages}
        keyOf={workspace => workspace.workspace}
        empty={
          <State icon="catalogue" title={text('workspaces.empty')}>
            {text('workspaces.empty-text')}
          </State>
        }
      />
      <NewWorkspace open={making} onClose={() => setMaking(false)} />
    </>
  );
}

/** Within a state the list is in the order of names, and the states come one after the other. */
function useColumns(ordered: 'state' | 'name'): Column<Schema<'WorkspaceSummary'>>[] {
  const text = useText();
  return [
    {
      id: 'name',
      ...(ordered === 'name' && { order: 'ascending' }),
      header: text('name'),
      width: 'broad',
      cell: workspace => (
        <TwoLines below={workspace.workspace} code>
          <Link
            to="/platform/workspaces/$workspaceId"
            params={{ workspaceId: workspace.workspace }}
            className={layout.strong}
          >
            {workspace.name}
          </Link>
        </TwoLines>
      ),
    },
    {
      id: 'tier',
      header: text('tier'),
      wide: true,
      width: 'narrow',
      cell: workspace => text(`tier.${workspace.tier}`),
    },
    { id: 'region', header: text('home-region'), wide: true, cell: workspace => workspace.home_region },
    {
      id: 'state',
      ...(ordered === 'state' && { order: 'ascending' }),
      header: text('state'),
      width: 'narrow',
      cell: workspace => <WorkspaceBadge state={workspace.state} />,
    },
  ];
}
