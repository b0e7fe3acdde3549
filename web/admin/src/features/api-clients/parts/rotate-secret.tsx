import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { SelectField } from '../../../parts/fields';
import { FormDialog } from '../../../parts/form-dialog';
import { useText } from '../../../text';
import type { Credentials } from './shown-once';

/** Seconds for which the old secret goes on working. */
const OVERLAPS = [
  { value: '86400', id: 'overlap.day' },
  { value: '604800', id: 'overlap.week' },
  { value: '3600', id: 'overlap.hour' },
  { value: '0', id: 'overlap.none' },
] as const;

interface RotateSecretProps {
  client: Schema<'ApiClient'>;
  onClose: () => void;
  onMade: (credentials: Credentials) => void;
}

export function RotateSecret({ client, onClose, onMade }: RotateSecretProps) {
  const text = useText();
  const queries = useQueryClient();
  const [overlap, setOverlap] = useState<string>(OVERLAPS[0].value);

  async function rotate() {
    const params = { path: { api_client_id: client.api_client_id } };
    const body = { overlap_seconds: Number(overlap) };
    const made = await answered(api.POST('/v1/admin/api-clients/{api_client_id}/secrets', { params, body }));
    await queries.invalidateQueries({ queryKey: ['api-clients'] });
    onMade({ name: client.name, clientId: client.client_id, secret: made.client_secret, tokenUrl: undefined });
  }

  return (
    <FormDialog
      title={text('client.rotate-title', { name: client.name })}
      open
      action={text('client.rotate')}
      onSubmit={rotate}
      onClose={onClose}
    >
      <SelectField
        label={text('overlap')}
        hint={text('overlap.hint')}
        value={overlap}
        options={OVERLAPS.map(each => ({ value: each.value, label: text(each.id) }))}
        onChange={event => setOverlap(event.target.value)}
      />
    </FormDialog>
  );
}
