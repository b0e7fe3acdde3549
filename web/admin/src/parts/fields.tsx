import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from 'react';
import style from './fields.module.css';

interface Around {
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  /** The label is only read out, where its place says enough. */
  hideLabel?: boolean;
}

/** Fields of the panel: as those of the portal, but tighter. */
function Wrapped({ id, label, hint, error, hideLabel, children }: Around & { id: string; children: ReactNode }) {
  return (
    <div className={style.field}>
      <label className={hideLabel ? 'visually-hidden' : style.label} htmlFor={id}>
        {label}
      </label>
      {children}
      {(error || hint) && (
        <p id={`${id}-note`} className={error ? style.error : style.hint} role={error ? 'alert' : undefined}>
          {error ?? hint}
        </p>
      )}
    </div>
  );
}

function described(id: string, { hint, error }: Around) {
  return {
    'aria-invalid': error ? (true as const) : undefined,
    'aria-describedby': error || hint ? `${id}-note` : undefined,
  };
}

export function TextField({ label, hint, error, hideLabel, ...rest }: Around & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  const around = { label, hint, error, hideLabel };
  return (
    <Wrapped id={id} {...around}>
      <input {...rest} id={id} className={style.input} {...described(id, around)} />
    </Wrapped>
  );
}

export function TextArea({
  label,
  hint,
  error,
  hideLabel,
  ...rest
}: Around & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const id = useId();
  const around = { label, hint, error, hideLabel };
  return (
    <Wrapped id={id} {...around}>
      <textarea {...rest} id={id} className={`${style.input} ${style.area}`} {...described(id, around)} />
    </Wrapped>
  );
}

interface SelectProps extends Around, SelectHTMLAttributes<HTMLSelectElement> {
  options: readonly { value: string; label: string }[];
}

export function SelectField({ label, hint, error, hideLabel, options, ...rest }: SelectProps) {
  const id = useId();
  const around = { label, hint, error, hideLabel };
  return (
    <Wrapped id={id} {...around}>
      <select {...rest} id={id} className={`${style.input} ${style.select}`} {...described(id, around)}>
        {options.map(option => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Wrapped>
  );
}

interface CheckProps extends InputHTMLAttributes<HTMLInputElement> {
  label: ReactNode;
  hint?: ReactNode;
}

export function CheckField({ label, hint, ...rest }: CheckProps) {
  const id = useId();
  return (
    <div className={style.check}>
      <input {...rest} id={id} type="checkbox" aria-describedby={hint ? `${id}-note` : undefined} />
      <div>
        <label htmlFor={id}>{label}</label>
        {hint && (
          <p id={`${id}-note`} className={style.hint}>
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
