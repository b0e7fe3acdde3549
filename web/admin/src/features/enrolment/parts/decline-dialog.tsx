import { useState } from 'react';
import { TextArea } from '../../../parts/fields';
import { FormDialog } from '../../../parts/form-dialog';
import { useText } from '../../../text';
import type { MemberRequest } from '../queries';

const LONGEST = 500;

interface DeclineDialogProps {
  request: MemberRequest;
  open: boolean;
  onClose: () => void;
  onDecline: (reason: string) => Promise<void>;
}

/** Whoever asked is told why not. */
export function DeclineDialog({ request: { name, title }, open, onClose, onDecline }: DeclineDialogProps) {
  const text = useText();
  const [reason, setReason] = useState('');
  return (
    <FormDialog
      title={text('requests.decline-title')}
      open={open}
      onClose={onClose}
      action={text('requests.decline-go')}
      ready={reason.trim() !== ''}
      onSubmit={() => onDecline(reason.trim())}
    >
      <p>{text('requests.decline-text', { name, title })}</p>
      <TextArea
        label={text('requests.reason')}
        hint={text('requests.reason-hint')}
        value={reason}
        maxLength={LONGEST}
        rows={4}
        required
        onChange={event => setReason(event.target.value)}
        onKeyDown={event => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
        }}
      />
    </FormDialog>
  );
}
