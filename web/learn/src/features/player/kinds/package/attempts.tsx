import { clock, useFormats } from 'shared/i18n/format';
import style from './package.module.css';
import type { Attempt } from './queries';
import { type PackageTextId, usePackageText } from './text';

const FLAGS: Record<string, PackageTextId> = {
  late_report: 'package.flag.late_report',
  time_before_launch: 'package.flag.time_before_launch',
  score_out_of_range: 'package.flag.score_out_of_range',
  passed_below_mastery: 'package.flag.passed_below_mastery',
  elsewhere: 'package.flag.elsewhere',
};

/** What the member has done in a package, attempt by attempt. */
export function Attempts({ attempts }: { attempts: readonly Attempt[] }) {
  const text = usePackageText();
  const formats = useFormats();
  return (
    <details className={style.attempts}>
      <summary>{text('package.attempts', { count: attempts.length, shown: formats.number(attempts.length) })}</summary>
      <ol className={style.list}>
        {attempts.map(attempt => (
          <li key={attempt.number} className={style.attempt}>
            <p>
              <strong>{text('package.attempt', { number: formats.number(attempt.number) })}</strong>{' '}
              {text(`package.state.${attempt.state}`)}
              {typeof attempt.score_percent === 'number' &&
                ` · ${text('package.score', { score: formats.percent(attempt.score_percent) })}`}
            </p>
            <p className={style.soft}>
              {text('package.time', { time: clock(attempt.seconds) })}
              {attempt.saved_at && ` · ${formats.dateTime(attempt.saved_at)}`}
            </p>
            {attempt.flags.map(flag => (
              <p key={flag} className={style.soft}>
                {FLAGS[flag] ? text(FLAGS[flag]) : flag}
              </p>
            ))}
          </li>
        ))}
      </ol>
    </details>
  );
}
