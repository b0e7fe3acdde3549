import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { Button } from 'shared/parts/button';
import { ProblemNote } from 'shared/parts/problem-note';
import { Skeleton } from 'shared/parts/skeleton';
import { useMay } from '../../../access';
import { Card } from '../../../parts/card';
import { walk } from '../../../parts/csv';
import { SelectField } from '../../../parts/fields';
import layout from '../../../parts/layout.module.css';
import { useText } from '../../../text';
import { askGroups } from '../../groups/queries';
import { memberGroupsQuery } from '../queries';
import style from './person-groups.module.css';

/** Puts into and takes out of groups, from whichever side it is looked at. */
export function useMembership() {
  const client = useQueryClient();
  const settle = (member: string, group: string) =>
    Promise.all([
      client.invalidateQueries({ queryKey: ['person', member, 'groups'] }),
      client.invalidateQueries({ queryKey: ['group', group, 'members'] }),
    ]);
  const path = (member: string, group: string) => ({ params: { path: { member_id: member, group_id: group } } });
  return {
    async add(member: string, group: string) {
      await answered(api.PUT('/v1/admin/groups/{group_id}/members/{member_id}', path(member, group)));
      await settle(member, group);
    },
    async remove(member: string, group: string) {
      await answered(api.DELETE('/v1/admin/groups/{group_id}/members/{member_id}', path(member, group)));
      await settle(member, group);
    },
  };
}

export function PersonGroups({ person }: { person: Schema<'Person'> }) {
  const text = useText();
  const may = useMay();
  const own = useQuery(memberGroupsQuery(person.member_id));
  const { add, remove } = useMembership();
  const change = useMutation({
    mutationFn: ({ group, into }: { group: string; into: boolean }) => (into ? add : remove)(person.member_id, group),
  });
  const groups = own.data?.items;
  return (
    <Card title={text('groups')} lead={text('person.groups-lead')}>
      {own.isPending && <Skeleton height="2.5rem" />}
      {own.error && <ProblemNote error={own.error} />}
      {groups?.length === 0 && <p className={layout.small}>{text('person.no-groups')}</p>}
      {groups && groups.length > 0 && (
        <ul className={style.groups}>
          {groups.map(group => (
            <li key={group.group_id}>
              {may('view_workspace') ? (
                <Link to="/groups/$groupId" params={{ groupId: group.group_id }} className={layout.strong}>
                  {group.name}
                </Link>
              ) : (
                group.name
              )}
              {may('manage_workspace') && (
                <Button
                  look="quiet"
                  aria-label={text('group.take-out-of', { group: group.name })}
                  onClick={() => change.mutate({ group: group.group_id, into: false })}
                >
                  {text('group.take-out')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {change.error && <ProblemNote error={change.error} />}
      {may('manage_workspace') && groups && (
        <AddToGroup
          without={groups.map(group => group.group_id)}
          busy={change.isPending}
          onAdd={group => change.mutate({ group, into: true })}
        />
      )}
    </Card>
  );
}

interface AddToGroupProps {
  without: readonly string[];
  busy: boolean;
  onAdd: (group: string) => void;
}

function AddToGroup({ without, busy, onAdd }: AddToGroupProps) {
  const text = useText();
  const [chosen, setChosen] = useState('');
  const all = useQuery({
    queryKey: ['groups', 'all'],
    queryFn: ({ signal }) => walk(askGroups, () => undefined, signal),
  });
  const choices = all.data?.filter(group => !without.includes(group.group_id)) ?? [];
  if (choices.length === 0) return null;
  return (
    <form
      className={style.add}
      onSubmit={event => {
        event.preventDefault();
        if (chosen) onAdd(chosen);
        setChosen('');
      }}
    >
      <SelectField
        label={text('group.add-to')}
        value={chosen}
        options={[
          { value: '', label: text('choose') },
          ...choices.map(group => ({ value: group.group_id, label: group.name })),
        ]}
        onChange={event => setChosen(event.target.value)}
      />
      <Button type="submit" busy={busy} aria-disabled={!chosen || undefined}>
        {text('add')}
      </Button>
    </form>
  );
}
