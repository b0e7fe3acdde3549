import { useFormats } from 'shared/i18n/format';
import { lessonsAsked } from 'shared/lesson/completion';
import { useText } from '../../../../text';
import { PercentField } from './percent-field';

interface CompletionFieldProps {
  percent: number | null;
  /** How many lessons are not optional. */
  required: number;
  error: string | undefined;
  readOnly: boolean;
  onChange: (percent: number | null) => void;
}

/** How much of the required lessons completes a course, and what that means for this one. */
export function CompletionField({ required, ...field }: CompletionFieldProps) {
  const text = useText();
  const formats = useFormats();
  const asked = lessonsAsked(required, field.percent ?? 0);
  const amounts = { count: required, asked: formats.number(asked), all: formats.number(required) };
  return (
    <PercentField
      label={text('course.completion-percent')}
      hint={text(asked < required ? 'course.completion-part' : 'course.completion-all', amounts)}
      {...field}
    />
  );
}
