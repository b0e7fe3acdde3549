import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { ProblemNote } from 'shared/parts/problem-note';
import { Link, useLocation } from 'wouter';
import { useText } from '../../../text';
import { useEnrol } from '../../course/admission';
import { Decline } from '../../course/parts/decline';
import { focusPage } from '../../course/parts/notice';
import style from './admissions.module.css';

/** As many as leave room for what one is learning already. */
const FEW = 3;

interface InvitationsProps {
  invitations: readonly Schema<'OwnInvitation'>[];
  /** Only a few; the others are among one's courses. */
  short?: boolean;
}

/** Courses that one is invited to. */
export function Invitations({ invitations, short = false }: InvitationsProps) {
  const text = useText();
  const formats = useFormats();
  if (invitations.length === 0) return null;
  return (
    <section className={style.admissions} aria-labelledby="invitations">
      <h2 id="invitations">
        {text('invitations')} <span className={style.count}>{formats.number(invitations.length)}</span>
      </h2>
      <ul className={style.rows}>
        {(short ? invitations.slice(0, FEW) : invitations).map(invitation => (
          <Invitation key={invitation.course_id} invitation={invitation} />
        ))}
      </ul>
      {short && invitations.length > FEW && (
        <p>
          <Link href="/learning">{text('invitations.all')}</Link>
        </p>
      )}
    </section>
  );
}

function Invitation({ invitation }: { invitation: Schema<'OwnInvitation'> }) {
  const text = useText();
  const formats = useFormats();
  const [, navigate] = useLocation();
  const { course_id: courseId, title, invited_by_name: name } = invitation;
  const date = formats.date(invitation.invited_at);
  const enrol = useEnrol(courseId, () => navigate(`/courses/${courseId}`));
  return (
    <li className={style.row} data-tone="brand">
      <div className={style.words}>
        <Link href={`/courses/${courseId}`} className={style.title}>
          {title}
        </Link>
        <p className={style.soft}>
          {name ? text('invitation.by', { name, date }) : text('invitation.on', { date })}
          {` · ${formats.minutes(invitation.minutes)}`}
        </p>
      </div>
      <div className={style.ways}>
        <Button
          look="main"
          aria-label={text('invitation.accept-what', { title })}
          busy={enrol.isPending}
          onClick={() => enrol.mutate()}
        >
          {text('course.enrol')}
        </Button>
        <Decline courseId={courseId} title={title} onDeclined={focusPage} />
      </div>
      {enrol.error && (
        <div className={style.problem}>
          <ProblemNote error={enrol.error} />
        </div>
      )}
    </li>
  );
}
