import { useQueryClient } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answeredWithVersion } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { showToast } from 'shared/parts/toasts';
import { useMay } from '../../../access';
import { Card } from '../../../parts/card';
import { TextField } from '../../../parts/fields';
import layout from '../../../parts/layout.module.css';
import { MemberField } from '../../../parts/member-picker';
import { NameField } from '../../../parts/name-field';
import { SaveBar } from '../../../parts/save-bar';
import { useVersionedForm, type Versioned } from '../../../parts/use-versioned-form';
import { VersionedForm } from '../../../parts/versioned-form';
import { type TextId, useText } from '../../../text';
import { personQuery } from '../queries';
import { listOf, RolesField } from './roles-field';
import { notableRoles, useRoleNames } from './words';

type Person = Schema<'Person'>;

interface Draft {
  name: string;
  email: string;
  region: string;
  manager_id: string | null;
  roles: readonly Schema<'Role'>[];
  regions: string;
}

const LABELS: Record<keyof Draft, TextId> = {
  name: 'name',
  email: 'email',
  region: 'region',
  manager_id: 'manager',
  roles: 'roles',
  regions: 'regions',
};

function draftOf(person: Person): Draft {
  return {
    name: person.name,
    email: person.email,
    region: person.region ?? '',
    manager_id: person.manager_id ?? null,
    roles: person.roles.toSorted(),
    regions: (person.regions ?? []).join(', '),
  };
}

function changeOf(patch: Partial<Draft>): Schema<'MemberChange'> {
  const { region, regions, roles, ...rest } = patch;
  return {
    ...rest,
    ...(region !== undefined && { region: region.trim() || null }),
    ...(roles !== undefined && { roles: [...roles] }),
    ...(regions !== undefined && { regions: listOf(regions) }),
    // Nobody else has regions of their own.
    ...(roles !== undefined && !roles.includes('regional_admin') && { regions: [] }),
  };
}

export function PersonProfile({ loaded }: { loaded: Versioned<Person> }) {
  const text = useText();
  const roleName = useRoleNames();
  const may = useMay();
  const client = useQueryClient();
  const member_id = loaded.value.member_id;
  const path = { member_id };
  const form = useVersionedForm<Person, Draft>({
    loaded,
    toDraft: draftOf,
    send: (patch, version) =>
      answeredWithVersion(
        api.PATCH('/v1/admin/people/{member_id}', {
          params: { path, header: { 'If-Match': version } },
          body: changeOf(patch),
        }),
      ),
    reload: () => answeredWithVersion(api.GET('/v1/admin/people/{member_id}', { params: { path } })),
    onSaved: stored => {
      client.setQueryData(personQuery(member_id).queryKey, stored);
      void client.invalidateQueries({ queryKey: ['people'] });
      showToast(text('saved'));
    },
  });
  const { draft, set } = form;
  const fixed = !may('manage_people') || !loaded.value.editable;

  function shown(draftShown: Draft, field: keyof Draft): string {
    if (field === 'roles') return notableRoles(draftShown.roles).map(roleName).join(', ');
    return draftShown[field] ?? text('pick.nobody');
  }

  return (
    <Card title={text('profile')}>
      <VersionedForm form={form} labels={LABELS} shown={shown}>
        <div className={layout.pair}>
          <NameField value={draft.name} readOnly={fixed} onChange={name => set('name', name)} />
          <TextField
            label={text('email')}
            type="email"
            value={draft.email}
            required
            readOnly={fixed}
            onChange={event => set('email', event.target.value)}
          />
        </div>
        <div className={layout.pair}>
          <TextField
            label={text('region')}
            value={draft.region}
            readOnly={fixed}
            hint={text('region.hint')}
            onChange={event => set('region', event.target.value)}
          />
          <MemberField
            label={text('manager')}
            value={draft.manager_id}
            without={[member_id]}
            disabled={fixed}
            onChange={manager => set('manager_id', manager)}
          />
        </div>
        <RolesField
          roles={draft.roles}
          regions={draft.regions}
          disabled={fixed}
          onRoles={roles => set('roles', roles.toSorted())}
          onRegions={regions => set('regions', regions)}
        />
        {!fixed && <SaveBar form={form} />}
      </VersionedForm>
    </Card>
  );
}
