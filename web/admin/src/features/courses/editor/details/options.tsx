import { useId } from 'react';
import { useText } from '../../../../text';
import style from './about.module.css';

interface OptionsProps<Value extends string> {
  legend: string;
  options: readonly { value: Value; label: string; text: string; picture?: React.ReactNode }[];
  value: Value;
  error?: string | undefined;
  disabled?: boolean;
  hideLegend?: boolean;
  onChange: (value: Value) => void;
}

/** One of a few, each with a sentence that says what comes of it. */
export function Options<Value extends string>(props: OptionsProps<Value>) {
  const { legend, options, value, error, disabled = false, hideLegend = false, onChange } = props;
  const id = useId();
  return (
    <fieldset className={style.order}>
      <legend className={hideLegend ? 'visually-hidden' : undefined}>{legend}</legend>
      {options.map(option => (
        <label key={option.value} className={style.choice}>
          <input
            type="radio"
            name={id}
            value={option.value}
            checked={option.value === value}
            disabled={disabled}
            aria-labelledby={`${id}-${option.value}`}
            aria-describedby={`${id}-${option.value}-text`}
            onChange={() => onChange(option.value)}
          />
          <strong id={`${id}-${option.value}`}>
            {option.picture}
            {option.label}
          </strong>
          <span id={`${id}-${option.value}-text`} className={style.choiceText}>
            {option.text}
          </span>
        </label>
      ))}
      {error && (
        <p className={style.error} role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}

const UNLOCKS = ['free', 'in_order'] as const;

interface OrderProps {
  value: (typeof UNLOCKS)[number];
  error: string | undefined;
  readOnly: boolean;
  onChange: (value: (typeof UNLOCKS)[number]) => void;
}

/** In which order learners can take the lessons. */
export function LessonOrder({ value, error, readOnly, onChange }: OrderProps) {
  const text = useText();
  return (
    <Options
      legend={text('course.order')}
      options={UNLOCKS.map(each => ({
        value: each,
        label: text(`course.order.${each}`),
        text: text(`course.order.${each}-text`),
      }))}
      value={value}
      error={error}
      disabled={readOnly}
      onChange={onChange}
    />
  );
}
