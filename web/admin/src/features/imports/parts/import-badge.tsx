import type { Schema } from 'shared/api/schemas';
import { Badge, type BadgeTone } from '../../../parts/badge';
import { useText } from '../../../text';

const TONES: Record<Schema<'State'>, BadgeTone> = {
  waiting: 'plain',
  queued: 'plain',
  running: 'brand',
  done: 'good',
  failed: 'bad',
};

export function ImportBadge({ state }: { state: Schema<'State'> }) {
  const text = useText();
  return <Badge tone={TONES[state]}>{text(`imports.${state}`)}</Badge>;
}
