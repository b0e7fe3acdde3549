import { type ReactNode, useState } from 'react';
import type { Schema } from 'shared/api/schemas';
import { showToast } from 'shared/parts/toasts';
import { TextArea } from '../../../parts/fields';
import { FormDialog } from '../../../parts/form-dialog';
import { useText } from '../../../text';

export type ReviewState = Schema<'ReviewState'>;
export type ReviewDeed = { kind: 'review' } & Schema<'ReviewStep'>;

const LONGEST_NOTE = 1000;

interface Reviewed {
  hasChanges: boolean;
  isRewritten: boolean;
  review: Schema<'ReviewView'> | undefined;
}

/** A review is of what is to be published, and of all of it: who has changed something since can ask again. */
export function canAskForReview({ hasChanges, isRewritten, review }: Reviewed): boolean {
  return hasChanges && (isRewritten || review === undefined || review.state === 'returned');
}

interface ReviewDialogProps {
  state: ReviewState;
  /** Of the course. */
  title: string;
  /** What has to be done first, if anything. */
  blocked?: ReactNode;
  /** What is not saved is saved first. */
  saves?: boolean;
  open: boolean;
  onClose: () => void;
  /** False leaves the dialog open. */
  onSend: (deed: ReviewDeed) => Promise<boolean>;
}

/** Asks for a review, or says how it went. */
export function ReviewDialog({ state, title, blocked, saves = false, open, onClose, onSend }: ReviewDialogProps) {
  const text = useText();
  const [note, setNote] = useState('');

  function close() {
    setNote('');
    onClose();
  }

  async function send() {
    const said = note.trim();
    const isSent = await onSend({ kind: 'review', state, ...(said && { note: said }) });
    if (isSent) showToast(text(`review.${state}-done`));
    return isSent;
  }

  return (
    <FormDialog
      title={text(`review.${state}-title`, { title })}
      open={open}
      onClose={close}
      action={text(`review.${state}-go`)}
      ready={!blocked}
      onSubmit={send}
    >
      <p>{text(`review.${state}-means`)}</p>
      {saves && <p>{text('course.publish-saves')}</p>}
      {blocked}
      <TextArea
        label={text('review.note')}
        value={note}
        maxLength={LONGEST_NOTE}
        rows={4}
        onChange={event => setNote(event.target.value)}
      />
    </FormDialog>
  );
}
