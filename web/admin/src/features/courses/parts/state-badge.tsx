import type { Schema } from 'shared/api/schemas';
import { Badge } from '../../../parts/badge';
import { useText } from '../../../text';

export function CourseStateBadge({ state }: { state: Schema<'CourseState'> }) {
  const text = useText();
  return <Badge tone={state === 'published' ? 'good' : 'warn'}>{text(`courses.${state}`)}</Badge>;
}
