import type { Schema } from './schemas';

/** Whether the panel has something for somebody: whatever may be done besides learning is done there. */
export function usesPanel(me: Schema<'Me'>): boolean {
  return me.permissions.some(permission => permission !== 'learn');
}
