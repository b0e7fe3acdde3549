import { type FormEvent, type ReactNode, useState } from 'react';
import { Button } from 'shared/parts/button';
import { Dialog } from 'shared/parts/dialog';
import { ProblemNote } from 'shared/parts/problem-note';
import { useText } from '../text';
import style from './layout.module.css';

interface FormDialogProps {
  title: string;
  open: boolean;
  onClose: () => void;
  /** What the button says: the deed itself. */
  action: string;
  danger?: boolean;
  /** Whether the form can be sent. */
  ready?: boolean;
  /** False leaves the dialog open. */
  onSubmit: () => Promise<unknown>;
  children: ReactNode;
}

/** A form above the page: it stays until it has worked or is cancelled, and says what the API refused. */
export function FormDialog({
  title,
  open,
  onClose,
  action,
  danger,
  ready = true,
  onSubmit,
  children,
}: FormDialogProps) {
  const text = useText();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();

  function close() {
    setError(undefined);
    onClose();
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy || !ready) return;
    setBusy(true);
    setError(undefined);
    try {
      if ((await onSubmit()) !== false) close();
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog title={title} open={open} onClose={close}>
      <form className={style.form} onSubmit={submit}>
        {children}
        {error !== undefined && <ProblemNote error={error} />}
        <div className={style.ends}>
          <Button onClick={close}>{text('cancel')}</Button>
          <Button type="submit" look={danger ? 'danger' : 'main'} busy={busy} aria-disabled={!ready || undefined}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
