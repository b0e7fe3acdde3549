import { useMutation } from '@tanstack/react-query';
import { type ChangeEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { hasStatus } from '../api/problem';
import { useSharedText } from '../i18n/text';
import { Button } from '../parts/button';
import { Field } from '../parts/field';
import style from './sign-in.module.css';
import { useRefusal } from './step';

interface CodeFormProps {
  /** 8 digits come by e-mail, 6 from an app. */
  digits: 6 | 8;
  hint: ReactNode;
  /** What to say of a code that is refused. */
  wrong: string;
  action: string;
  verify: (code: string) => Promise<unknown>;
  children?: ReactNode;
}

/** A one-time code: filled in by the browser, pasted whole with whatever is around it, or typed; it is sent when it is complete. */
export function CodeForm({ digits, hint, wrong, action, verify, children }: CodeFormProps) {
  const text = useSharedText();
  const [code, setCode] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const formId = useId();
  const check = useMutation({
    mutationFn: verify,
    onError: () => {
      setCode('');
      input.current?.focus();
    },
  });
  // The step consists of this field.
  useEffect(() => input.current?.focus(), []);
  const isWrong = hasStatus(check.error, 401) || hasStatus(check.error, 422);
  const refusal = useRefusal(check.error, isWrong && wrong);

  function change(event: ChangeEvent<HTMLInputElement>) {
    const next = event.target.value.replace(/\D/g, '').slice(0, digits);
    setCode(next);
    if (next.length === digits && next !== code && !check.isPending) check.mutate(next);
  }

  return (
    <form
      id={formId}
      className={style.form}
      onSubmit={event => {
        event.preventDefault();
        if (code.length === digits) check.mutate(code);
      }}
    >
      <Field
        inputRef={input}
        label={text('code.label')}
        name="code"
        className={style.code ?? ''}
        value={code}
        onChange={change}
        inputMode="numeric"
        autoComplete="one-time-code"
        required
        placeholder={'·'.repeat(digits)}
        hint={hint}
        error={code === '' ? refusal.words : undefined}
      />
      <Button look="main" type="submit" busy={check.isPending} disabled={refusal.wait > 0}>
        {action}
      </Button>
      {children}
    </form>
  );
}
