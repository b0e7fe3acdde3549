import { parseColour } from 'shared/theme/colour';
import { TextField } from '../../../parts/fields';
import { useText } from '../../../text';
import style from './colour-field.module.css';

interface ColourFieldProps {
  label: string;
  hint: string;
  value: string;
  disabled?: boolean;
  onChange: (value: string) => void;
}

/** A colour to be picked, or typed as designers write it. */
export function ColourField({ label, hint, value, disabled = false, onChange }: ColourFieldProps) {
  const text = useText();
  const valid = parseColour(value) !== undefined;
  return (
    <div className={style.field}>
      <input
        type="color"
        className={style.well}
        aria-label={text('colour.pick', { label })}
        value={valid ? value : '#000000'}
        disabled={disabled}
        onChange={event => onChange(event.target.value)}
      />
      <TextField
        label={label}
        hint={hint}
        error={valid ? undefined : text('colour.wrong')}
        value={value}
        maxLength={7}
        spellCheck={false}
        readOnly={disabled}
        onChange={event => onChange(event.target.value.trim().toLowerCase())}
      />
    </div>
  );
}
