import { useQueryClient } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answeredWithVersion } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { showToast } from 'shared/parts/toasts';
import { Conflict } from '../../../parts/conflict';
import { FormDialog } from '../../../parts/form-dialog';
import { NameField } from '../../../parts/name-field';
import { useVersionedForm, type Versioned } from '../../../parts/use-versioned-form';
import { useText } from '../../../text';
import { groupQuery } from '../queries';

type Group = Schema<'GroupView'>;

export function RenameGroup({ loaded, onClose }: { loaded: Versioned<Group>; onClose: () => void }) {
  const text = useText();
  const client = useQueryClient();
  const path = { group_id: loaded.value.group_id };
  const form = useVersionedForm<Group, { name: string }>({
    loaded,
    toDraft: group => ({ name: group.name }),
    send: (patch, version) =>
      answeredWithVersion(
        api.PATCH('/v1/admin/groups/{group_id}', {
          params: { path, header: { 'If-Match': version } },
          body: { name: patch.name ?? loaded.value.name },
        }),
      ),
    reload: () => answeredWithVersion(api.GET('/v1/admin/groups/{group_id}', { params: { path } })),
    onSaved: stored => {
      client.setQueryData(groupQuery(path.group_id).queryKey, stored);
      void client.invalidateQueries({ queryKey: ['groups'] });
      showToast(text('saved'));
      onClose();
    },
  });
  if (form.clash) return <Conflict form={form} labelOf={() => text('name')} shown={({ name }) => name} />;
  return (
    <FormDialog
      title={text('group.rename', { name: loaded.value.name })}
      open
      onClose={onClose}
      action={text('rename')}
      ready={form.dirty && form.draft.name.trim() !== ''}
      onSubmit={form.saveOrThrow}
    >
      <NameField value={form.draft.name} onChange={name => form.set('name', name)} />
    </FormDialog>
  );
}
