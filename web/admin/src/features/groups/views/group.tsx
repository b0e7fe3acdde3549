import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { Button } from 'shared/parts/button';
import { useProblemText } from 'shared/parts/problem-note';
import { Failure, State } from 'shared/parts/state';
import { showToast } from 'shared/parts/toasts';
import { useMay } from '../../../access';
import { ConfirmByName } from '../../../parts/confirm-by-name';
import { type Column, DataTable } from '../../../parts/data-table';
import { ExportButton } from '../../../parts/export-button';
import layout from '../../../parts/layout.module.css';
import { MemberPicker } from '../../../parts/member-picker';
import { PageHead } from '../../../parts/page-head';
import { TwoLines } from '../../../parts/two-lines';
import { usePages } from '../../../parts/use-pages';
import { ViewWaiting } from '../../../shell/view-waiting';
import { useText } from '../../../text';
import { useMembership } from '../../people/parts/person-groups';
import { StandingBadge, standingOf } from '../../people/parts/words';
import { RenameGroup } from '../parts/rename-group';
import { askGroupMembers, groupQuery } from '../queries';
import style from './group.module.css';

type Person = Schema<'Person'>;

const route = getRouteApi('/groups/$groupId');

export default function Group() {
  const text = useText();
  const may = useMay();
  const { groupId } = route.useParams();
  const group = useQuery(groupQuery(groupId));
  const [renaming, setRenaming] = useState(false);
  const [deleting, setDeleting] = useState(false);
  if (!group.data) {
    return group.error ? (
      <>
        <PageHead title={text('group')} above={{ to: '/groups', label: text('groups') }} />
        <Failure error={group.error} onRetry={() => group.refetch()} busy={group.isFetching} />
      </>
    ) : (
      <ViewWaiting />
    );
  }
  const { name } = group.data.value;
  return (
    <>
      <PageHead
        title={name}
        above={{ to: '/groups', label: text('groups') }}
        actions={
          <>
            <MembersExport groupId={groupId} />
            {may('manage_workspace') && (
              <>
                <Button onClick={() => setRenaming(true)}>{text('rename')}</Button>
                <Button look="danger" onClick={() => setDeleting(true)}>
                  {text('group.delete')}
                </Button>
              </>
            )}
          </>
        }
      />
      <Members groupId={groupId} name={name} />
      {renaming && <RenameGroup loaded={group.data} onClose={() => setRenaming(false)} />}
      <DeleteGroup groupId={groupId} name={name} open={deleting} onClose={() => setDeleting(false)} />
    </>
  );
}

function MembersExport({ groupId }: { groupId: string }) {
  const text = useText();
  return (
    <ExportButton
      name="group-members"
      ask={askGroupMembers(groupId)}
      columns={[
        { header: text('name'), value: person => person.name },
        { header: text('email'), value: person => person.email },
        { header: text('region'), value: person => person.region ?? '' },
        { header: text('state'), value: person => text(`standing.${standingOf(person)}`) },
      ]}
    />
  );
}

function Members({ groupId, name }: { groupId: string; name: string }) {
  const text = useText();
  const may = useMay();
  const problemText = useProblemText();
  const { add, remove } = useMembership();
  const pages = usePages(['group', groupId, 'members'], askGroupMembers(groupId));
  const failed = (error: unknown) => showToast(problemText(error), 'bad');

  async function takeOut(person: Person) {
    await remove(person.member_id, groupId);
    showToast(text('group.taken-out', { name: person.name }), 'good', {
      words: text('undo'),
      run: () => void add(person.member_id, groupId).catch(failed),
    });
  }

  const columns: Column<Person>[] = [
    {
      id: 'name',
      header: text('name'),
      cell: person => (
        <TwoLines below={person.email}>
          <Link to="/people/$memberId" params={{ memberId: person.member_id }} className={layout.strong}>
            {person.name}
          </Link>
        </TwoLines>
      ),
    },
    { id: 'region', header: text('region'), wide: true, cell: person => person.region },
    {
      id: 'state',
      header: text('state'),
      wide: true,
      width: 'middle',
      cell: person => <StandingBadge standing={standingOf(person)} />,
    },
  ];
  return (
    <>
      {may('manage_workspace') && (
        <div className={style.add}>
          <MemberPicker
            label={text('group.add-member')}
            without={pages.rows?.map(person => person.member_id) ?? []}
            onPick={person =>
              void add(person.member_id, groupId)
                .then(() => showToast(text('group.added', { name: person.name })))
                .catch(failed)
            }
          />
        </div>
      )}
      <DataTable
        label={text('group.members', { name })}
        columns={columns}
        actions={
          may('manage_workspace') && {
            width: 'middle',
            of: person => (
              <Button
                look="quiet"
                aria-label={text('group.take-out-who', { name: person.name })}
                onClick={() => void takeOut(person).catch(failed)}
              >
                {text('group.take-out')}
              </Button>
            ),
          }
        }
        pages={pages}
        keyOf={person => person.member_id}
        empty={
          <State icon="person" title={text('group.empty')}>
            {text('group.empty-text')}
          </State>
        }
      />
    </>
  );
}

interface DeleteGroupProps {
  groupId: string;
  name: string;
  open: boolean;
  onClose: () => void;
}

function DeleteGroup({ groupId, name, open, onClose }: DeleteGroupProps) {
  const text = useText();
  const client = useQueryClient();
  const navigate = useNavigate();
  return (
    <ConfirmByName
      title={text('group.delete-title', { name })}
      name={name}
      action={text('group.delete')}
      open={open}
      onClose={onClose}
      onConfirm={async () => {
        await answered(api.DELETE('/v1/admin/groups/{group_id}', { params: { path: { group_id: groupId } } }));
        await client.invalidateQueries({ queryKey: ['groups'] });
        showToast(text('group.deleted', { name }));
        await navigate({ to: '/groups' });
      }}
    >
      {text('group.delete-text')}
    </ConfirmByName>
  );
}
