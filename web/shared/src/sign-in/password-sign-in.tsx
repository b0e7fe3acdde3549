import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { publicApi } from '../api/client';
import { answered, hasStatus } from '../api/problem';
import { useSharedText } from '../i18n/text';
import { Button } from '../parts/button';
import { Field } from '../parts/field';
import { Note } from '../parts/problem-note';
import { CodeForm } from './code-form';
import { verifySignIn } from './email-sign-in';
import style from './sign-in.module.css';
import { EmailField, type StepProps, useRefusal } from './step';

/** For administrative roles: password, then the code of the authenticator app. */
export function PasswordSignIn({ workspace, email, device, onEmail, other }: StepProps) {
  const text = useSharedText();
  const check = useMutation({
    mutationFn: (password: string) =>
      answered(
        publicApi.POST('/v1/auth/password', {
          body: { workspace, email: email.trim(), password, ...(device && { device }) },
        }),
      ),
  });
  const refusal = useRefusal(check.error, hasStatus(check.error, 401) && text('password.wrong'));

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    check.mutate(String(new FormData(event.currentTarget).get('password')));
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
      <EmailField value={email} onChange={onEmail} />
      <Field label={text('password.label')} name="password" type="password" autoComplete="current-password" required />
      {refusal.words && <Note kind="bad">{refusal.words}</Note>}
      <Button look="main" type="submit" busy={check.isPending} disabled={refusal.wait > 0}>
        {text('continue')}
      </Button>
      {other}
    </form>
  );
}
