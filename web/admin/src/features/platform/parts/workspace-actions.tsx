import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { Button } from 'shared/parts/button';
import { Confirm } from 'shared/parts/confirm';
import { useProblemText } from 'shared/parts/problem-note';
import { showToast } from 'shared/parts/toasts';
import { ConfirmByName } from '../../../parts/confirm-by-name';
import { useText } from '../../../text';

/** Suspends, lets in again, and closes for good. */
export function WorkspaceActions({ workspace }: { workspace: Schema<'WorkspaceView'> }) {
  const text = useText();
  const client = useQueryClient();
  const problemText = useProblemText();
  const [open, setOpen] = useState<'suspend' | 'close'>();
  const { workspace: id, name, state } = workspace;
  const params = { path: { workspace_id: id } };

  async function settle(words: string) {
    await client.invalidateQueries({ queryKey: ['platform-workspace', id] });
    await client.invalidateQueries({ queryKey: ['platform-workspaces'] });
    showToast(words);
  }

  const resume = useMutation({
    mutationFn: () => answered(api.POST('/v1/platform/workspaces/{workspace_id}/resume', { params })),
    onSuccess: () => settle(text('workspace.resumed', { name })),
    onError: error => showToast(problemText(error), 'bad'),
  });

  if (state === 'closed') return null;
  return (
    <>
      {state === 'suspended' && (
        <Button look="main" busy={resume.isPending} onClick={() => resume.mutate()}>
          {text('workspace.resume')}
        </Button>
      )}
      {state === 'open' && <Button onClick={() => setOpen('suspend')}>{text('workspace.suspend')}</Button>}
      <Button look="danger" onClick={() => setOpen('close')}>
        {text('workspace.close')}
      </Button>
      <Confirm
        title={text('workspace.suspend-title', { name })}
        action={text('workspace.suspend-do', { name })}
        open={open === 'suspend'}
        onClose={() => setOpen(undefined)}
        onConfirm={async () => {
          await answered(api.POST('/v1/platform/workspaces/{workspace_id}/suspend', { params }));
          await settle(text('workspace.suspend-done', { name }));
        }}
      >
        <p>{text('workspace.suspend-text')}</p>
      </Confirm>
      <ConfirmByName
        title={text('workspace.close-title', { name })}
        name={id}
        action={text('workspace.close')}
        open={open === 'close'}
        onClose={() => setOpen(undefined)}
        onConfirm={async () => {
          await answered(api.POST('/v1/platform/workspaces/{workspace_id}/close', { params, body: { workspace: id } }));
          await settle(text('workspace.close-done', { name }));
        }}
      >
        {text('workspace.close-text', { days: workspace.retention_days })}
      </ConfirmByName>
    </>
  );
}
