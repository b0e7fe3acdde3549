import { useState } from 'react';
import { TextField } from '../../../parts/fields';
import { FormDialog } from '../../../parts/form-dialog';
import { useText } from '../../../text';
import type { Milestone } from './model/draft';

interface MilestoneNameProps {
  /** None for a new one. */
  milestone: Milestone | undefined;
  open: boolean;
  onClose: () => void;
  onName: (title: string) => void;
}

export function MilestoneName({ milestone, open, onClose, onName }: MilestoneNameProps) {
  const text = useText();
  const [title, setTitle] = useState(milestone?.title ?? '');

  function close() {
    setTitle(milestone?.title ?? '');
    onClose();
  }

  return (
    <FormDialog
      title={text(milestone ? 'path.rename-milestone' : 'path.add-milestone')}
      open={open}
      onClose={close}
      action={text(milestone ? 'rename' : 'add')}
      ready={title.trim() !== ''}
      onSubmit={async () => onName(title.trim())}
    >
      <TextField
        label={text('path.milestone-name')}
        value={title}
        maxLength={200}
        required
        onChange={event => setTitle(event.target.value)}
      />
    </FormDialog>
  );
}
