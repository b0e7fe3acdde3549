import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { ProgressBar } from 'shared/parts/progress-bar';
import { Link } from 'wouter';
import { useText } from '../../../text';
import { VersionHint } from '../../learning/parts/version-hint';
import style from './home.module.css';

/** A course that one takes, in a list. */
export function CourseRow({ enrolment }: { enrolment: Schema<'EnrolmentView'> }) {
  const text = useText();
  const formats = useFormats();
  const { completed, total, percent } = enrolment.progress;
  return (
    <li className={style.row}>
      <div className={style.rowWords}>
        <Link href={`/courses/${enrolment.course_id}`} className={style.rowTitle}>
          {enrolment.title}
        </Link>
        <p className={style.soft}>
          {enrolment.completed_at
            ? text('course.completed-on', { date: formats.date(enrolment.completed_at) })
            : text('progress', { count: total, done: formats.number(completed), total: formats.number(total) })}
        </p>
        <VersionHint enrolment={enrolment} />
      </div>
      <div className={style.rowBar}>
        <ProgressBar
          label={text('progress.label', { title: enrolment.title })}
          percent={percent}
          tone={percent === 100 ? 'good' : 'brand'}
        />
      </div>
    </li>
  );
}
