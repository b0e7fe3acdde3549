import { type ReactNode, useState } from 'react';
import { useText } from '../text';
import { TextField } from './fields';
import { FormDialog } from './form-dialog';

interface ConfirmByNameProps {
  title: string;
  /** What must be typed. */
  name: string;
  action: string;
  open: boolean;
  onConfirm: () => Promise<unknown>;
  onClose: () => void;
  children: ReactNode;
}

/** For what cannot be taken back: who does it types the name of what it is done to. */
export function ConfirmByName({ title, name, action, open, onConfirm, onClose, children }: ConfirmByNameProps) {
  const text = useText();
  const [typed, setTyped] = useState('');
  return (
    <FormDialog
      title={title}
      open={open}
      action={action}
      danger
      ready={typed.trim() === name}
      onSubmit={onConfirm}
      onClose={() => {
        setTyped('');
        onClose();
      }}
    >
      <p>{children}</p>
      <TextField
        label={text('confirm.type', { name })}
        value={typed}
        autoComplete="off"
        spellCheck={false}
        onChange={event => setTyped(event.target.value)}
      />
    </FormDialog>
  );
}
