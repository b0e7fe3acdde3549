import { useEffect } from 'react';
import { useFormats } from 'shared/i18n/format';
import { Icon } from 'shared/parts/icon';
import { showToast } from 'shared/parts/toasts';
import { useOnline, useSession } from 'shared/session/use-session';
import { sendPending } from '../offline/completions';
import { readOutbox, usePending } from '../offline/outbox';
import { hasReports } from '../offline/waiting';
import { useText } from '../text';
import style from './shell.module.css';
import { useRefusals } from './use-refusals';

/** While something waits to be sent, it is tried again this often. */
const AGAIN_AFTER = 8_000;

/** Says when there is no network and what waits for it, and sends that as soon as there is. */
export function Network() {
  const text = useText();
  const formats = useFormats();
  const tellRefusals = useRefusals();
  const online = useOnline();
  const { phase } = useSession();
  const pending = usePending();
  const away = !online || phase === 'offline';
  // What is just on its way is not told: the page would move under the next press.
  const waiting = pending.filter(each => away || each.left).length;

  useEffect(() => {
    async function send() {
      const before = await readOutbox();
      if ((before.length === 0 && !hasReports()) || phase !== 'signed-in' || !online) return;
      const { sent, refused } = await sendPending();
      if (sent > 0) showToast(text('offline.sent', { count: sent, shown: formats.number(sent) }));
      tellRefusals(refused);
    }
    void send();
    const timer = setInterval(send, AGAIN_AFTER);
    return () => clearInterval(timer);
  }, [online, phase, text, formats, tellRefusals]);

  if (!away && waiting === 0) return null;
  return (
    <div className={style.network} role="status">
      <Icon name={away ? 'cloud' : 'waiting'} size={18} />
      <span>
        {away && text('offline.banner')}{' '}
        {waiting > 0 && text('offline.pending', { count: waiting, shown: formats.number(waiting) })}
      </span>
    </div>
  );
}
