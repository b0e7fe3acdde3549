import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from 'shared/api/client';
import { answered, answeredWithVersion } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { Button } from 'shared/parts/button';
import { useProblemText } from 'shared/parts/problem-note';
import { showToast } from 'shared/parts/toasts';
import { ConfirmByName } from '../../../parts/confirm-by-name';
import type { Versioned } from '../../../parts/use-versioned-form';
import { useText } from '../../../text';
import { providerQuery } from '../queries';

/** Off and on, and gone. */
export function ProviderActions({ loaded }: { loaded: Versioned<Schema<'IdentityProvider'>> }) {
  const text = useText();
  const client = useQueryClient();
  const navigate = useNavigate();
  const problemText = useProblemText();
  const [deleting, setDeleting] = useState(false);
  const { identity_provider_id, name, state } = loaded.value;
  const path = { identity_provider_id };
  const next = state === 'active' ? 'disabled' : 'active';
  const turn = useMutation({
    mutationFn: () =>
      answeredWithVersion(
        api.PATCH('/v1/admin/identity-providers/{identity_provider_id}', {
          params: { path, header: { 'If-Match': loaded.version } },
          body: { state: next },
        }),
      ),
    onSuccess(stored) {
      client.setQueryData(providerQuery(identity_provider_id).queryKey, stored);
      void client.invalidateQueries({ queryKey: ['providers'] });
      showToast(text(next === 'active' ? 'sso.enabled' : 'sso.disabled', { name }));
    },
    onError(error) {
      void client.invalidateQueries({ queryKey: providerQuery(identity_provider_id).queryKey });
      showToast(problemText(error), 'bad');
    },
  });
  return (
    <>
      <Button busy={turn.isPending} onClick={() => turn.mutate()}>
        {text(state === 'active' ? 'sso.disable' : 'sso.enable')}
      </Button>
      <Button look="danger" onClick={() => setDeleting(true)}>
        {text('sso.disconnect')}
      </Button>
      <ConfirmByName
        title={text('sso.disconnect-title', { name })}
        name={name}
        action={text('sso.disconnect')}
        open={deleting}
        onClose={() => setDeleting(false)}
        onConfirm={async () => {
          await answered(api.DELETE('/v1/admin/identity-providers/{identity_provider_id}', { params: { path } }));
          await client.invalidateQueries({ queryKey: ['providers'] });
          showToast(text('sso.disconnected', { name }));
          await navigate({ to: '/sign-in' });
        }}
      >
        {text('sso.disconnect-text')}
      </ConfirmByName>
    </>
  );
}
