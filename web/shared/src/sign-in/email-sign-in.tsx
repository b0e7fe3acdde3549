import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { publicApi } from '../api/client';
import { answered, isProblem, ProblemError } from '../api/problem';
import { useSharedText } from '../i18n/text';
import { Button } from '../parts/button';
import { Field } from '../parts/field';
import { useCountdown, useProblemText, useWaitText } from '../parts/problem-note';
import { grantOf } from '../session/refresh';
import { acceptAndShare } from '../session/session';
import { CodeForm } from './code-form';
import style from './sign-in.module.css';
import { SsoRequired } from './sso-buttons';

/** How long until another letter can be asked for: as long as letters usually take. */
const RESEND_AFTER = 30;

export async function verifySignIn(session: string, code: string): Promise<void> {
  acceptAndShare(grantOf(await answered(publicApi.POST('/v1/auth/verify', { body: { session, code } }))));
}

interface StepProps {
  workspace: string;
  email: string;
  onEmail: (email: string) => void;
  /** The way to another way in, while nothing has begun. */
  other: ReactNode;
}

/** Without a password: an address, then the code that was sent there. */
export function EmailSignIn({ workspace, email, onEmail, other }: StepProps) {
  const text = useSharedText();
  const problemText = useProblemText();
  const waitText = useWaitText();
  const [resends, setResends] = useState(0);
  const start = useMutation({
    mutationFn: (address: string) =>
      answered(publicApi.POST('/v1/auth/start', { body: { workspace, email: address } })),
  });
  const refusedFor = useCountdown(start.error instanceof ProblemError ? start.error.retryAfter : undefined);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    start.mutate(email.trim());
  }

  function resend() {
    setResends(resends + 1);
    start.mutate(email.trim());
  }

  const session = start.data?.session;
  if (session) {
    return (
      <CodeForm
        key={session}
        digits={8}
        hint={text('code.sent', { email })}
        wrong={text('code.wrong')}
        action={text('sign-in')}
        verify={code => verifySignIn(session, code)}
      >
        <Resend key={resends} onResend={resend} />
        <Button look="quiet" onClick={() => start.reset()}>
          {text('email.other')}
        </Button>
      </CodeForm>
    );
  }
  if (isProblem(start.error, 'sso-required')) return <SsoRequired workspace={workspace} email={email} />;
  const error =
    start.error && (refusedFor > 0 ? text('too-many', { wait: waitText(refusedFor) }) : problemText(start.error));
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
        hint={text('email.hint')}
        error={error}
      />
      <Button look="main" type="submit" busy={start.isPending} disabled={refusedFor > 0}>
        {text('email.send')}
      </Button>
      {other}
    </form>
  );
}

function Resend({ onResend }: { onResend: () => void }) {
  const text = useSharedText();
  const waitText = useWaitText();
  const left = useCountdown(RESEND_AFTER);
  return (
    <Button look="quiet" onClick={onResend} disabled={left > 0}>
      {left > 0 ? text('code.resend-in', { wait: waitText(left) }) : text('code.resend')}
    </Button>
  );
}
