import type { Schema } from 'shared/api/schemas';
import { Badge, type BadgeTone } from '../../../parts/badge';
import { useText } from '../../../text';

type WorkspaceState = Schema<'WorkspaceState'>;

export const WORKSPACE_STATES = ['open', 'opening', 'suspended', 'closed'] as const satisfies readonly WorkspaceState[];

const TONES: Record<WorkspaceState, BadgeTone> = { open: 'good', opening: 'brand', suspended: 'warn', closed: 'plain' };

export function WorkspaceBadge({ state }: { state: WorkspaceState }) {
  const text = useText();
  return <Badge tone={TONES[state]}>{text(`workspace.${state}`)}</Badge>;
}
