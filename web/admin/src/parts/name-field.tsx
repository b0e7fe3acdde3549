import type { InputHTMLAttributes, ReactNode } from 'react';
import { useText } from '../text';
import { TextField } from './fields';

interface NameFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange'> {
  hint?: ReactNode;
  onChange: (name: string) => void;
}

/** The name of anything, as the API takes it. */
export function NameField({ onChange, ...rest }: NameFieldProps) {
  const text = useText();
  return (
    <TextField
      {...rest}
      label={text('name')}
      maxLength={200}
      required
      onChange={event => onChange(event.target.value)}
    />
  );
}
