import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { Badge } from '../../../parts/badge';
import layout from '../../../parts/layout.module.css';
import { useText } from '../text';

export interface ResultProps {
  state: Schema<'AttemptState'> | Schema<'PackageAttemptState'>;
  percent?: number | null | undefined;
  passed?: boolean | null | undefined;
  /** What is odd about it. */
  flags?: readonly Schema<'PackageFlag'>[];
}

/** What came of an attempt. */
export function Result({ state, percent, passed, flags = [] }: ResultProps) {
  const text = useText();
  const formats = useFormats();
  return (
    <>
      <div className={layout.row}>
        {percent != null && formats.percent(percent)}
        {passed != null && (
          <Badge tone={passed ? 'good' : 'warn'}>{text(passed ? 'attempts.passed' : 'attempts.failed')}</Badge>
        )}
        {state === 'open' && <Badge>{text('attempts.open')}</Badge>}
        {state === 'completed' && <Badge tone="good">{text('attempts.completed')}</Badge>}
      </div>
      {flags.map(flag => (
        <p key={flag} className={layout.small}>
          {text(`attempts.flag.${flag}`)}
        </p>
      ))}
    </>
  );
}
