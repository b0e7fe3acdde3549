import { useQueryClient } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { showToast } from 'shared/parts/toasts';
import { ConfirmByName } from '../../../parts/confirm-by-name';
import { useText } from '../../../text';

export function RevokeClient({ client, onClose }: { client: Schema<'ApiClient'>; onClose: () => void }) {
  const text = useText();
  const queries = useQueryClient();
  return (
    <ConfirmByName
      title={text('client.revoke-title', { name: client.name })}
      name={client.name}
      action={text('client.revoke')}
      open
      onClose={onClose}
      onConfirm={async () => {
        const params = { path: { api_client_id: client.api_client_id } };
        await answered(api.DELETE('/v1/admin/api-clients/{api_client_id}', { params }));
        await queries.invalidateQueries({ queryKey: ['api-clients'] });
        showToast(text('client.revoke-done', { name: client.name }));
      }}
    >
      {text('client.revoke-text')}
    </ConfirmByName>
  );
}
