import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { Confirm } from 'shared/parts/confirm';
import { Icon } from 'shared/parts/icon';
import { Loading, Skeleton } from 'shared/parts/skeleton';
import { Failure } from 'shared/parts/state';
import { showToast } from 'shared/parts/toasts';
import { signOutEverywhere } from 'shared/session/sign-out';
import { useText } from '../../../text';
import { sessionsQuery } from '../queries';
import style from './profile.module.css';

export function Sessions() {
  const text = useText();
  const sessions = useQuery(sessionsQuery);
  const [ending, setEnding] = useState<Schema<'OwnSession'>>();
  const [everywhere, setEverywhere] = useState(false);
  return (
    <section className={style.card} aria-labelledby="sessions">
      <h2 id="sessions">{text('profile.sessions')}</h2>
      <p className={style.soft}>{text('profile.sessions-text')}</p>
      {sessions.data ? (
        <ul className={style.sessions}>
          {sessions.data.items.map(session => (
            <SessionRow key={session.session_id} session={session} onEnd={() => setEnding(session)} />
          ))}
        </ul>
      ) : sessions.error ? (
        <Failure error={sessions.error} onRetry={() => sessions.refetch()} busy={sessions.isFetching} />
      ) : (
        <Loading className={style.sessions}>
          <Skeleton height="5.2rem" />
        </Loading>
      )}
      <Button onClick={() => setEverywhere(true)}>{text('profile.everywhere')}</Button>
      <EndSession session={ending} onClose={() => setEnding(undefined)} />
      <Confirm
        title={text('profile.everywhere-title')}
        action={text('profile.everywhere')}
        open={everywhere}
        onConfirm={signOutEverywhere}
        onClose={() => setEverywhere(false)}
      >
        <p>{text('profile.everywhere-text')}</p>
      </Confirm>
    </section>
  );
}

/** The API names a device by its browser and its system, as far as it knows them: “Firefox on Linux”. Each language joins the two in its own way. */
function useDeviceName(): (device: string | undefined) => string {
  const text = useText();
  return device => {
    if (!device) return text('profile.unknown-device');
    const [browser, system] = device.split(' on ');
    return browser && system ? text('profile.device', { browser, system }) : device;
  };
}

function SessionRow({ session, onEnd }: { session: Schema<'OwnSession'>; onEnd: () => void }) {
  const text = useText();
  const formats = useFormats();
  const device = useDeviceName()(session.device ?? undefined);
  return (
    <li className={style.session}>
      <Icon name="device" size={24} />
      <div>
        <p className={style.device}>
          {device}
          {session.current && <span className={style.current}>{text('profile.this-device')}</span>}
        </p>
        <p className={style.soft}>
          {text('profile.session-times', {
            signedIn: formats.dateTime(session.signed_in_at),
            used: formats.ago(session.used_at),
          })}
        </p>
      </div>
      {!session.current && (
        <Button onClick={onEnd} aria-label={text('profile.revoke-label', { device })}>
          {text('profile.revoke')}
        </Button>
      )}
    </li>
  );
}

function EndSession({ session, onClose }: { session: Schema<'OwnSession'> | undefined; onClose: () => void }) {
  const text = useText();
  const deviceName = useDeviceName();
  const client = useQueryClient();

  async function end() {
    if (!session) return;
    const path = { session_id: session.session_id };
    await answered(api.DELETE('/v1/me/sessions/{session_id}', { params: { path } }));
    await client.invalidateQueries({ queryKey: ['sessions'] });
    showToast(text('profile.revoked'));
  }

  return (
    <Confirm
      title={text('profile.revoke-title')}
      action={text('profile.revoke')}
      open={session !== undefined}
      onConfirm={end}
      onClose={onClose}
    >
      <p>{text('profile.revoke-text', { device: deviceName(session?.device ?? undefined) })}</p>
    </Confirm>
  );
}
