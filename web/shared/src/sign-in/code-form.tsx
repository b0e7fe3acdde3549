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

/** The digits of a code, in whatever form a keyboard writes them: full-width, Arabic, Persian, Devanagari. */
export function digitsOf(text: string): string {
  const ascii = Array.from(text.normalize('NFKC'), character => {
    const code = character.codePointAt(0) ?? 0;
    const zero = [0x30, 0x660, 0x6f0, 0x966].find(each => code >= each && code < each + 10);
    return zero === undefined ? '' : String(code - zero);
  });
  return ascii.join('');
}

/**
 * A one-time code: filled in by the browser, pasted whole with whatever is around it, or typed; it is sent when it is complete, and
 * once: a code is good for one try, so Enter after a paste must not send it again.
 */
export function CodeForm({ digits, hint, wrong, action, verify, children }: CodeFormProps) {
  const text = useSharedText();
  const [code, setCode] = useState('');
  const input = useRef<HTMLInputElement>(null);
  /** What is on its way, or was taken: state would come a rendering too late for a second event. */
  const sent = useRef<string | null>(null);
  const formId = useId();
  const check = useMutation({
    mutationFn: verify,
    onError: () => {
      sent.current = null;
      setCode('');
      input.current?.focus();
    },
  });
  // The step consists of this field.
  useEffect(() => input.current?.focus(), []);
  const isWrong = hasStatus(check.error, 401) || hasStatus(check.error, 422);
  const refusal = useRefusal(check.error, isWrong && wrong);

  function change(event: ChangeEvent<HTMLInputElement>) {
    if (sent.current !== null) return;
    const next = digitsOf(event.target.value).slice(0, digits);
    setCode(next);
    send(next);
  }

  function send(whole: string) {
    if (whole.length !== digits || sent.current !== null) return;
    sent.current = whole;
    check.mutate(whole);
  }

  return (
    <form
      id={formId}
      className={style.form}
      onSubmit={event => {
        event.preventDefault();
        send(code);
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
      <Button look="main" type="submit" busy={check.isPending || check.isSuccess} disabled={refusal.wait > 0}>
        {action}
      </Button>
      {children}
    </form>
  );
}
