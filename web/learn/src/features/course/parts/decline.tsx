import { useState } from 'react';
import { Button } from 'shared/parts/button';
import { Confirm } from 'shared/parts/confirm';
import { showToast } from 'shared/parts/toasts';
import { useText } from '../../../text';
import { useDecline } from '../admission';

interface DeclineProps {
  courseId: string;
  title: string;
  onDeclined: () => void;
}

/** Turns an invitation down, which only another invitation brings back. */
export function Decline({ courseId, title, onDeclined }: DeclineProps) {
  const text = useText();
  const [open, setOpen] = useState(false);
  const decline = useDecline(courseId);
  return (
    <>
      <Button look="quiet" aria-label={text('invitation.decline-what', { title })} onClick={() => setOpen(true)}>
        {text('invitation.decline')}
      </Button>
      <Confirm
        title={text('invitation.decline-title', { title })}
        action={text('invitation.decline-go')}
        open={open}
        onClose={() => setOpen(false)}
        onConfirm={async () => {
          await decline();
          showToast(text('invitation.declined'));
          onDeclined();
        }}
      >
        <p>{text('invitation.decline-means')}</p>
      </Confirm>
    </>
  );
}
