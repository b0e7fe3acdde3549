import type { Schema } from 'shared/api/schemas';
import type { Content, Left } from './kind';

/** A list with one tick more, or one less. Doing it again takes it back. */
export function ticked(work: Schema<'Work'> | null | undefined, id: string): Schema<'Work'> {
  const before = ticksIn(work);
  return { kind: 'checklist', ticked: before.includes(id) ? before.filter(each => each !== id) : [...before, id] };
}

export function ticksIn(work: Schema<'Work'> | null | undefined): readonly string[] {
  return work?.kind === 'checklist' ? work.ticked : [];
}

/** How many of the items are ticked. Ticks of items that are gone do not count. */
export function countOf({ items }: Content<'checklist'>, work: Schema<'Work'> | null | undefined): Left {
  const ticks = ticksIn(work);
  return { done: items.filter(item => item.id && ticks.includes(item.id)).length, total: items.length, of: 'items' };
}
