import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { roleValues } from 'shared/api/schema';
import type { Schema } from 'shared/api/schemas';
import { Button, buttonLook } from 'shared/parts/button';
import { State } from 'shared/parts/state';
import { useMay } from '../../../access';
import { type Column, DataTable } from '../../../parts/data-table';
import { ExportButton } from '../../../parts/export-button';
import { SelectField } from '../../../parts/fields';
import layout from '../../../parts/layout.module.css';
import { PageHead } from '../../../parts/page-head';
import { PanelIcon } from '../../../parts/panel-icon';
import { SearchField } from '../../../parts/search-field';
import { TwoLines } from '../../../parts/two-lines';
import { usePages } from '../../../parts/use-pages';
import { oneOf } from '../../../search';
import { useText } from '../../../text';
import { InviteDialog } from '../parts/invite-dialog';
import { RoleBadges, StandingBadge, standingOf, useRoleNames } from '../parts/words';
import { askPeople, type PeopleFilter } from '../queries';

type Person = Schema<'Person'>;

const route = getRouteApi('/people');
const STATES = ['active', 'deactivated'] as const;
/** Roles that members of a workspace have: API clients are no members, and operators have a workspace of their own. */
const HELD: Record<Schema<'Role'>, boolean> = {
  learner: true,
  manager: true,
  author: true,
  admin: true,
  regional_admin: true,
  auditor: true,
  support: true,
  machine: false,
  platform: false,
};
const ROLES = roleValues.filter(role => HELD[role]);

function useFilter() {
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/people' });
  const state = oneOf(search.state, STATES);
  const role = oneOf(search.role, ROLES);
  const filter: PeopleFilter = {
    ...(search.q && { q: search.q }),
    ...(state && { state }),
    ...(role && { role }),
    ...(search.region && { region: search.region }),
  };
  /** An empty text takes the filter away. */
  const change = (name: keyof PeopleFilter, value: string) =>
    void navigate({ search: ({ [name]: _, ...rest }) => (value ? { ...rest, [name]: value } : rest), replace: true });
  return { filter, change, clear: () => void navigate({ search: {}, replace: true }) };
}

export default function People() {
  const text = useText();
  const may = useMay();
  const { filter, change, clear } = useFilter();
  const [inviting, setInviting] = useState(false);
  const ask = askPeople(filter);
  const pages = usePages(['people', 'list', filter], ask);
  return (
    <>
      <PageHead
        title={text('people')}
        lead={text('people.lead')}
        actions={
          <>
            <PeopleExport filter={filter} />
            {may('manage_people') && (
              <>
                <Link to="/people/invite" className={buttonLook()}>
                  {text('bulk')}
                </Link>
                <Button look="main" icon={<PanelIcon name="plus" size={16} />} onClick={() => setInviting(true)}>
                  {text('invite')}
                </Button>
              </>
            )}
          </>
        }
      />
      <Filters filter={filter} change={change} />
      <DataTable
        label={text('people')}
        columns={useColumns(filter.q === undefined)}
        pages={pages}
        keyOf={person => person.member_id}
        empty={
          Object.keys(filter).length > 0 ? (
            <State
              icon="search"
              title={text('people.none')}
              action={<Button onClick={clear}>{text('filters.clear')}</Button>}
            >
              {text('people.none-text')}
            </State>
          ) : (
            <State icon="person" title={text('people.empty')}>
              {text('people.empty-text')}
            </State>
          )
        }
      />
      <InviteDialog open={inviting} onClose={() => setInviting(false)} />
    </>
  );
}

function Filters({
  filter,
  change,
}: {
  filter: PeopleFilter;
  change: (name: keyof PeopleFilter, value: string) => void;
}) {
  const text = useText();
  const roleName = useRoleNames();
  return (
    <search className={layout.filters} aria-label={text('filters')}>
      <SearchField
        label={text('people.search')}
        placeholder={text('people.search-hint')}
        value={filter.q ?? ''}
        onChange={value => change('q', value)}
      />
      <SelectField
        label={text('state')}
        value={filter.state ?? ''}
        options={[
          { value: '', label: text('any') },
          { value: 'active', label: text('standing.active') },
          { value: 'deactivated', label: text('standing.deactivated') },
        ]}
        onChange={event => change('state', event.target.value)}
      />
      <SelectField
        label={text('role')}
        value={filter.role ?? ''}
        options={[{ value: '', label: text('any') }, ...ROLES.map(role => ({ value: role, label: roleName(role) }))]}
        onChange={event => change('role', event.target.value)}
      />
      <SearchField
        label={text('region')}
        placeholder={text('any')}
        value={filter.region ?? ''}
        onChange={value => change('region', value)}
      />
    </search>
  );
}

/** What is searched for comes in the order in which it fits. */
function useColumns(byName: boolean): Column<Person>[] {
  const text = useText();
  return [
    {
      id: 'name',
      ...(byName && { order: 'ascending' }),
      header: text('name'),
      width: 'broad',
      cell: person => (
        <TwoLines below={person.email}>
          <Link to="/people/$memberId" params={{ memberId: person.member_id }} className={layout.strong}>
            {person.name}
          </Link>
        </TwoLines>
      ),
    },
    { id: 'roles', header: text('roles'), wide: true, cell: person => <RoleBadges roles={person.roles} /> },
    { id: 'region', header: text('region'), wide: true, width: 'middle', cell: person => person.region },
    {
      id: 'state',
      header: text('state'),
      width: 'middle',
      cell: person => <StandingBadge standing={standingOf(person)} />,
    },
  ];
}

function PeopleExport({ filter }: { filter: PeopleFilter }) {
  const text = useText();
  const roleName = useRoleNames();
  return (
    <ExportButton
      name="people"
      ask={askPeople(filter)}
      columns={[
        { header: text('name'), value: person => person.name },
        { header: text('email'), value: person => person.email },
        { header: text('roles'), value: person => person.roles.map(roleName).join('; ') },
        { header: text('region'), value: person => person.region ?? '' },
        { header: text('state'), value: person => text(`standing.${standingOf(person)}`) },
        { header: text('invited-at'), value: person => person.invitation?.sent_at ?? '' },
        { header: text('id'), value: person => person.member_id },
      ]}
    />
  );
}
