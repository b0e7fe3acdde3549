import { TextField } from '../../../../parts/fields';

interface PercentFieldProps {
  label: string;
  hint: string;
  percent: number | null;
  error: string | undefined;
  readOnly: boolean;
  onChange: (percent: number | null) => void;
}

/** A whole number from 1 to 100, or nothing. */
export function PercentField({ percent, onChange, ...field }: PercentFieldProps) {
  return (
    <TextField
      type="number"
      value={percent ?? ''}
      min={1}
      max={100}
      step={1}
      {...field}
      onChange={event => {
        const typed = event.target.valueAsNumber;
        onChange(Number.isNaN(typed) ? null : typed);
      }}
    />
  );
}
