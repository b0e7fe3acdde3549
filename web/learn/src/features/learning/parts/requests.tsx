import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { ProblemNote } from 'shared/parts/problem-note';
import { showToast } from 'shared/parts/toasts';
import { Link } from 'wouter';
import { useText } from '../../../text';
import { useWithdraw } from '../../course/admission';
import { focusPage } from '../../course/parts/notice';
import style from './admissions.module.css';

/** What one has asked for, until it becomes one of one's courses. */
export function Requests({ requests }: { requests: readonly Schema<'OwnRequest'>[] }) {
  const text = useText();
  if (requests.length === 0) return null;
  return (
    <section className={style.admissions} aria-labelledby="requests">
      <h2 id="requests">{text('requests')}</h2>
      <ul className={style.rows}>
        {requests.map(request => (
          <Request key={request.course_id} request={request} />
        ))}
      </ul>
    </section>
  );
}

function Request({ request }: { request: Schema<'OwnRequest'> }) {
  const text = useText();
  const formats = useFormats();
  const { course_id: courseId, title, reason } = request;
  const isPending = request.state === 'pending';
  const withdraw = useWithdraw(courseId, () => {
    if (isPending) showToast(text('request.withdrawn'));
    focusPage();
  });
  return (
    <li className={style.row}>
      <div className={style.words}>
        <Link href={`/courses/${courseId}`} className={style.title}>
          {title}
        </Link>
        <p className={style.soft}>
          <span className={style.state} data-tone={isPending ? 'brand' : 'warn'}>
            {text(isPending ? 'request.pending' : 'request.state-declined')}
          </span>
          {text('request.asked-on', { date: formats.date(request.requested_at) })}
        </p>
        {reason && <p className={style.reason}>{text('request.reason-said', { reason })}</p>}
      </div>
      <div className={style.ways}>
        <Button
          aria-label={text(isPending ? 'request.withdraw-what' : 'request.dismiss-what', { title })}
          busy={withdraw.isPending}
          onClick={() => withdraw.mutate()}
        >
          {text(isPending ? 'request.withdraw' : 'request.dismiss')}
        </Button>
      </div>
      {withdraw.error && (
        <div className={style.problem}>
          <ProblemNote error={withdraw.error} />
        </div>
      )}
    </li>
  );
}
