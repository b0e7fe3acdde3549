import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { publicApi } from '../api/client';
import { answered } from '../api/problem';
import { useSharedText } from '../i18n/text';
import { Button } from '../parts/button';
import { Note } from '../parts/problem-note';
import style from './sign-in.module.css';
import { EmailField, useRefusal } from './step';

/** Has links to all workspaces of an address e-mailed there: nothing here tells whether there are any. */
export function FindWorkspaces({ onBack }: { onBack: () => void }) {
  const text = useSharedText();
  const [email, setEmail] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const sent = useRef<HTMLDivElement>(null);
  const send = useMutation({
    mutationFn: (address: string) => answered(publicApi.POST('/v1/auth/workspaces', { body: { email: address } })),
  });
  const refusal = useRefusal(send.error);
  // What had the focus is gone with each step.
  useEffect(() => (send.isSuccess ? sent : input).current?.focus(), [send.isSuccess]);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    send.mutate(email.trim());
  }

  const back = (
    <Button look="quiet" onClick={onBack}>
      {text('back')}
    </Button>
  );
  if (send.isSuccess) {
    return (
      <div ref={sent} tabIndex={-1} className={style.form}>
        <Note kind="good">{text('find.sent', { email: email.trim() })}</Note>
        <Button look="quiet" onClick={() => send.reset()}>
          {text('email.other')}
        </Button>
        {back}
      </div>
    );
  }
  return (
    <form className={style.form} onSubmit={submit}>
      <EmailField inputRef={input} value={email} onChange={setEmail} hint={text('find.hint')} error={refusal.words} />
      <Button look="main" type="submit" busy={send.isPending} disabled={refusal.wait > 0}>
        {text('find.send')}
      </Button>
      {back}
    </form>
  );
}
