import { useMutation } from '@tanstack/react-query';
import type { FormEvent, ReactNode } from 'react';
import { publicApi } from '../api/client';
import { answered, hasStatus, ProblemError } from '../api/problem';
import { useSharedText } from '../i18n/text';
import { Button } from '../parts/button';
import { Field } from '../parts/field';
import { Note, useCountdown, useProblemText, useWaitText } from '../parts/problem-note';
import { CodeForm } from './code-form';
import { verifySignIn } from './email-sign-in';
import style from './sign-in.module.css';

interface PasswordSignInProps {
  workspace: string;
  email: string;
  onEmail: (email: string) => void;
  /** The way to another way in, while nothing has begun. */
  other: ReactNode;
}

/** For administrative roles: password, then the code of the authenticator app. */
export function PasswordSignIn({ workspace, email, onEmail, other }: PasswordSignInProps) {
  const text = useSharedText();
  const problemText = useProblemText();
  const waitText = useWaitText();
  const check = useMutation({
    mutationFn: (password: string) =>
      answered(publicApi.POST('/v1/auth/password', { body: { workspace, email: email.trim(), password } })),
  });
  const refusedFor = useCountdown(check.error instanceof ProblemError ? check.error.retryAfter : undefined);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    check.mutate(String(new FormData(event.currentTarget).get('password')));
  }

  function errorText(): string {
    if (refusedFor > 0) return text('too-many', { wait: waitText(refusedFor) });
    return hasStatus(check.error, 401) ? text('password.wrong') : problemText(check.error);
  }

  const session = check.data?.session;
  if (session) {
    return (
      <CodeForm
        digits={6}
        hint={text('app-code.hint')}
        wrong={text('app-code.wrong')}
        action={text('sign-in')}
        verify={code => verifySignIn(session, code)}
      >
        <Button look="quiet" onClick={() => check.reset()}>
          {text('back')}
        </Button>
      </CodeForm>
    );
  }
  return (
    <form className={style.form} onSubmit={submit}>
      <Field
        label={text('email.label')}
        name="email"
        type="email"
        autoComplete="username"
        required
        value={email}
        onChange={event => onEmail(event.target.value)}
      />
      <Field label={text('password.label')} name="password" type="password" autoComplete="current-password" required />
      {check.error && <Note kind="bad">{errorText()}</Note>}
      <Button look="main" type="submit" busy={check.isPending} disabled={refusedFor > 0}>
        {text('continue')}
      </Button>
      {other}
    </form>
  );
}
