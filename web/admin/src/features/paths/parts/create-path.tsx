import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import { TextArea, TextField } from '../../../parts/fields';
import { FormDialog } from '../../../parts/form-dialog';
import { useAttempt } from '../../../parts/use-attempt';
import { useText } from '../../../text';

/** A draft begins with a title; everything else is done in the editor. */
export function CreatePath({ open, onClose }: { open: boolean; onClose: () => void }) {
  const text = useText();
  const navigate = useNavigate();
  const client = useQueryClient();
  const attempt = useAttempt();
  const [title, setTitle] = useState('');
  const [summary, setSummary] = useState('');

  async function create() {
    const body = { title: title.trim(), summary: summary.trim() };
    const path = await answered(
      api.POST('/v1/admin/paths', { params: { header: { 'Idempotency-Key': attempt(body) } }, body }),
    );
    void client.invalidateQueries({ queryKey: ['paths'] });
    await navigate({ to: '/paths/$pathId', params: { pathId: path.path_id } });
  }

  function close() {
    setTitle('');
    setSummary('');
    onClose();
  }

  return (
    <FormDialog
      title={text('paths.create')}
      open={open}
      onClose={close}
      action={text('courses.create-go')}
      ready={title.trim() !== ''}
      onSubmit={create}
    >
      <TextField
        label={text('courses.name')}
        value={title}
        maxLength={200}
        required
        onChange={event => setTitle(event.target.value)}
      />
      <TextArea
        label={text('courses.summary')}
        hint={text('path.summary-hint')}
        value={summary}
        maxLength={2000}
        onChange={event => setSummary(event.target.value)}
      />
    </FormDialog>
  );
}
