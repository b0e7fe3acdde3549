import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { Badge } from '../../../parts/badge';
import { useText } from '../text';

interface ResultProps {
  attempt: Pick<Schema<'AttemptOfMember'>, 'state' | 'percent' | 'passed'>;
}

/** What came of an attempt. */
export function Result({ attempt: { state, percent, passed } }: ResultProps) {
  const text = useText();
  const formats = useFormats();
  if (state === 'open') return <Badge>{text('quiz.state.open')}</Badge>;
  return (
    <>
      {percent != null && `${formats.percent(percent)} `}
      {passed != null && <Badge tone={passed ? 'good' : 'warn'}>{text(passed ? 'quiz.passed' : 'quiz.failed')}</Badge>}
    </>
  );
}
