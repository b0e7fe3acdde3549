import { useState } from 'react';
import { usesPanel } from 'shared/api/permissions';
import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { Confirm } from 'shared/parts/confirm';
import { Icon } from 'shared/parts/icon';
import { Menu } from 'shared/parts/menu';
import { signOut } from 'shared/session/sign-out';
import { Link } from 'wouter';
import { sendPending } from '../offline/completions';
import { readOutbox } from '../offline/outbox';
import { hasReports } from '../offline/waiting';
import { useText } from '../text';
import style from './shell.module.css';

export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return [words.at(0), words.length > 1 ? words.at(-1) : undefined].map(word => [...(word ?? '')][0] ?? '').join('');
}

export function AccountMenu({ me }: { me: Schema<'Me'> | undefined }) {
  const text = useText();
  const formats = useFormats();
  const [unsent, setUnsent] = useState<number>();

  async function leave() {
    await sendPending().catch(() => undefined);
    const waiting = await readOutbox();
    if (waiting.length > 0 || hasReports()) setUnsent(waiting.length);
    else await signOut();
  }

  return (
    <>
      <Menu label={text('nav.account')} face={<span className={style.initials}>{me ? initialsOf(me.name) : ''}</span>}>
        <div className={style.who}>
          <strong>{me?.name}</strong>
          <span>{me?.email}</span>
        </div>
        <Link href="/profile">
          <Icon name="person" />
          {text('nav.profile')}
        </Link>
        {me && usesPanel(me) && (
          <a href="/admin/">
            <Icon name="settings" />
            {text('nav.admin')}
          </a>
        )}
        <button type="button" onClick={leave}>
          <Icon name="leave" />
          {text('sign-out')}
        </button>
      </Menu>
      <Confirm
        title={text('sign-out.title')}
        action={text('sign-out.anyway')}
        open={unsent !== undefined}
        onConfirm={signOut}
        onClose={() => setUnsent(undefined)}
      >
        {unsent !== undefined && (
          <p>
            {unsent > 0
              ? text('sign-out.pending', { count: unsent, shown: formats.number(unsent) })
              : text('sign-out.work')}
          </p>
        )}
      </Confirm>
    </>
  );
}
