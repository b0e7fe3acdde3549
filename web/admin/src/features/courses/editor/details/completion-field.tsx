import { useFormats } from 'shared/i18n/format';
import { lessonsAsked } from 'shared/lesson/completion';
import { TextField } from '../../../../parts/fields';
import { useText } from '../../../../text';

interface CompletionFieldProps {
  percent: number | null;
  /** How many lessons are not optional. */
  required: number;
  error: string | undefined;
  readOnly: boolean;
  onChange: (percent: number | null) => void;
}

/** How much of the required lessons completes a course, and what that means for this one. */
export function CompletionField({ percent, required, error, readOnly, onChange }: CompletionFieldProps) {
  const text = useText();
  const formats = useFormats();
  const asked = lessonsAsked(required, percent ?? 0);
  const amounts = { count: required, asked: formats.number(asked), all: formats.number(required) };
  return (
    <TextField
      type="number"
      label={text('course.completion-percent')}
      hint={text(asked < required ? 'course.completion-part' : 'course.completion-all', amounts)}
      value={percent ?? ''}
      min={1}
      max={100}
      step={1}
      readOnly={readOnly}
      error={error}
      onChange={event => {
        const typed = event.target.valueAsNumber;
        onChange(Number.isNaN(typed) ? null : typed);
      }}
    />
  );
}
