import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { publicApi } from '../api/client';
import { answered, isProblem } from '../api/problem';
import { useSharedText } from '../i18n/text';
import { Button } from '../parts/button';
import { useCountdown, useWaitText } from '../parts/problem-note';
import { grantOf } from '../session/refresh';
import { acceptAndShare } from '../session/session';
import { CodeForm } from './code-form';
import style from './sign-in.module.css';
import { SsoRequired } from './sso-buttons';
import { EmailField, type StepProps, useRefusal } from './step';

/** How long until another letter can be asked for: as long as letters usually take. */
const RESEND_AFTER = 30;

export async function verifySignIn(session: string, code: string): Promise<void> {
  acceptAndShare(grantOf(await answered(publicApi.POST('/v1/auth/verify', { body: { session, code } }))));
}

/** Without a password: an address, then the code that was sent there. */
export function EmailSignIn({ workspace, email, device, onEmail, other }: StepProps) {
  const text = useSharedText();
  const [resends, setResends] = useState(0);
  const start = useMutation({
    mutationFn: (address: string) =>
      answered(publicApi.POST('/v1/auth/start', { body: { workspace, email: address, ...(device && { device }) } })),
  });
  const refusal = useRefusal(start.error);

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
  return (
    <form className={style.form} onSubmit={submit}>
      <EmailField value={email} onChange={onEmail} hint={text('email.hint')} error={refusal.words} />
      <Button look="main" type="submit" busy={start.isPending} disabled={refusal.wait > 0}>
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
