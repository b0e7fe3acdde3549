import type { Schema } from 'shared/api/schemas';
import { Badge, type BadgeTone } from '../../../parts/badge';
import { useText } from '../../../text';

const TONES: Record<Schema<'CourseState'>, BadgeTone> = { draft: 'warn', published: 'good', archived: 'warn' };

/** How a course of the global catalogue stands in this workspace. */
export function SubscriptionBadge({ state }: { state: Schema<'CourseState'> }) {
  const text = useText();
  return <Badge tone={TONES[state]}>{text(`global.state-${state}`)}</Badge>;
}
