import { type ReactNode, useState } from 'react';
import { useSharedText } from '../i18n/text';
import { Button } from './button';
import style from './confirm.module.css';
import { Dialog } from './dialog';
import { ProblemNote } from './problem-note';

interface ConfirmProps {
  title: string;
  children: ReactNode;
  /** What the button says: the deed itself, never “OK”. */
  action: string;
  open: boolean;
  onConfirm: () => Promise<unknown>;
  onClose: () => void;
}

/** Asks before what cannot be undone. */
export function Confirm({ title, children, action, open, onConfirm, onClose }: ConfirmProps) {
  const text = useSharedText();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();

  async function confirm() {
    setBusy(true);
    setError(undefined);
    try {
      await onConfirm();
      onClose();
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog title={title} open={open} onClose={onClose}>
      <div className={style.words}>{children}</div>
      {error !== undefined && <ProblemNote error={error} />}
      <div className={style.actions}>
        <Button onClick={onClose}>{text('cancel')}</Button>
        <Button look="danger" busy={busy} onClick={confirm}>
          {action}
        </Button>
      </div>
    </Dialog>
  );
}
