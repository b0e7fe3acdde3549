import { Link } from '@tanstack/react-router';
import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { buttonLook } from 'shared/parts/button';
import { Icon } from 'shared/parts/icon';
import { Reason } from '../../../parts/reason';
import { useText } from '../../../text';
import style from './import.module.css';

/** What has come of it: a draft, or the reason why not. */
export function Outcome({ status }: { status: Schema<'ImportStatus'> }) {
  const text = useText();
  const formats = useFormats();
  if (status.state === 'failed') {
    return (
      <section className={style.card} data-tone="bad" role="status">
        <h2>
          <Icon name="alert" />
          {text('imports.did-fail')}
        </h2>
        <Reason reason={status.reason} />
        {status.kind !== 'copy' && (
          <p className={style.soft}>{text('imports.check-type', { type: text(`archives.kind-${status.kind}`) })}</p>
        )}
        <div className={style.row}>
          <Link to="/imports/new" className={buttonLook('main')}>
            {text('imports.again')}
          </Link>
        </div>
      </section>
    );
  }
  if (status.state !== 'done' || !status.course_id) return null;
  const count = status.progress.total;
  return (
    <section className={style.card} data-tone="good" role="status">
      <div className={style.line}>
        <div>
          <h2>
            <Icon name="check" />
            {text(status.updates_course ? 'imports.is-updated' : 'imports.is-done')}
          </h2>
          <p className={style.soft}>{text('imports.made', { count, shown: formats.number(count) })}</p>
        </div>
        <Link to="/courses/$courseId" params={{ courseId: status.course_id }} className={buttonLook('main')}>
          {text('imports.open-course')}
        </Link>
      </div>
    </section>
  );
}
