import type { Schema } from 'shared/api/schemas';
import type { Content, Left } from './kind';

/** What is ticked once these were ticked or unticked. */
export function withTicks(before: readonly string[], ticks: Readonly<Record<string, boolean>>): string[] {
  const added = Object.keys(ticks).filter(id => ticks[id] && !before.includes(id));
  return [...before.filter(id => ticks[id] !== false), ...added];
}

export function ticksIn(work: Schema<'Work'> | null | undefined): readonly string[] {
  return work?.kind === 'checklist' ? work.ticked : [];
}

/** How many of the items are ticked. Ticks of items that are gone do not count. */
export function countOf({ items }: Content<'checklist'>, work: Schema<'Work'> | null | undefined): Left {
  const ticks = ticksIn(work);
  return { done: items.filter(item => item.id && ticks.includes(item.id)).length, total: items.length, of: 'items' };
}
