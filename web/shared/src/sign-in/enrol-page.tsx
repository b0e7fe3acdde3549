import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { publicApi } from '../api/client';
import { answered, hasStatus, isProblem } from '../api/problem';
import type { Schema } from '../api/schemas';
import { useSharedText } from '../i18n/text';
import { Button, buttonLook } from '../parts/button';
import { Field } from '../parts/field';
import { Note, ProblemNote } from '../parts/problem-note';
import { CodeForm } from './code-form';
import { Frame } from './frame';
import style from './sign-in.module.css';

/** The ticket stands behind the `#`, where no server's log sees it. */
function ticketOf(hash: string): string | null {
  return new URLSearchParams(hash.slice(1)).get('ticket');
}

/** Behind the link of an enrolment letter: a password, then the authenticator app. */
export default function EnrolPage() {
  const text = useSharedText();
  const [ticket] = useState(() => ticketOf(location.hash));
  const [secret, setSecret] = useState<Schema<'AppSecret'>>();
  const [done, setDone] = useState(false);
  const step = done ? 3 : secret ? 2 : 1;

  function body() {
    if (!ticket) return <Note kind="bad">{text('enrol.no-ticket')}</Note>;
    if (done) return <Done />;
    if (secret) return <AppStep ticket={ticket} secret={secret} onDone={() => setDone(true)} />;
    return <PasswordStep ticket={ticket} onSecret={setSecret} />;
  }

  return (
    <Frame
      title={text('enrol.title')}
      lead={text(step === 1 ? 'enrol.lead' : step === 2 ? 'enrol.scan' : 'enrol.done')}
    >
      <div className={style.steps} aria-hidden="true">
        {[1, 2, 3].map(each => (
          <span key={each} data-done={each <= step || undefined} />
        ))}
      </div>
      {body()}
    </Frame>
  );
}

function PasswordStep({ ticket, onSecret }: { ticket: string; onSecret: (secret: Schema<'AppSecret'>) => void }) {
  const text = useSharedText();
  const set = useMutation({
    mutationFn: (password: string) =>
      answered(publicApi.POST('/v1/auth/enrolment/password', { body: { ticket, password } })),
    onSuccess: onSecret,
  });
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    set.mutate(String(new FormData(event.currentTarget).get('password')));
  }
  return (
    <form className={style.form} onSubmit={submit}>
      <Field
        label={text('enrol.password')}
        name="password"
        type="password"
        autoComplete="new-password"
        minLength={12}
        required
        hint={text('enrol.password-hint')}
      />
      {set.error && <PasswordRefused error={set.error} />}
      <Button look="main" type="submit" busy={set.isPending}>
        {text('continue')}
      </Button>
    </form>
  );
}

function PasswordRefused({ error }: { error: unknown }) {
  const text = useSharedText();
  if (isProblem(error, 'common-password')) return <Note kind="bad">{text('enrol.password-common')}</Note>;
  if (hasStatus(error, 422)) return <Note kind="bad">{text('enrol.password-rules')}</Note>;
  return <ProblemNote error={error} />;
}

interface AppStepProps {
  ticket: string;
  secret: Schema<'AppSecret'>;
  onDone: () => void;
}

function AppStep({ ticket, secret, onDone }: AppStepProps) {
  const text = useSharedText();
  async function verify(code: string) {
    await answered(publicApi.POST('/v1/auth/enrolment/code', { body: { ticket, code } }));
    onDone();
  }
  return (
    <>
      <img
        className={style.qr}
        src={`data:image/svg+xml,${encodeURIComponent(secret.qr_code)}`}
        alt={text('enrol.qr')}
        width={192}
        height={192}
      />
      <details>
        <summary>{text('enrol.by-hand')}</summary>
        <p className={style.secret}>{secret.secret.replace(/.{4}(?=.)/g, '$& ')}</p>
      </details>
      <CodeForm
        digits={6}
        hint={text('enrol.first-code')}
        wrong={text('app-code.wrong')}
        action={text('continue')}
        verify={verify}
      />
    </>
  );
}

function Done() {
  const text = useSharedText();
  return (
    <>
      <Note kind="good">{text('enrol.next-code')}</Note>
      <a className={buttonLook('main')} href={`${import.meta.env.BASE_URL}?way=password`}>
        {text('sign-in')}
      </a>
    </>
  );
}
