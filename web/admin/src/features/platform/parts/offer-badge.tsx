import { Badge, type BadgeTone } from '../../../parts/badge';
import { useText } from '../../../text';
import type { OfferState } from '../catalogue';

const TONES: Record<OfferState, BadgeTone> = { pending: 'brand', offered: 'good', withdrawn: 'bad' };

export function OfferBadge({ state }: { state: OfferState }) {
  const text = useText();
  return <Badge tone={TONES[state]}>{text(`offer.${state}`)}</Badge>;
}
