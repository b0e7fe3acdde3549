import type { CourseDraft } from './draft';
import { type Found, find, insert, itemOf, type Place, remove } from './outline';

export type DropPosition = 'before' | 'after' | 'on';

const CONTAINER = { part: undefined, module: 'part', lesson: 'module' } as const;

/** Whether something of `kind` can be put there: beside its like, or into what holds such. */
export function mayDrop(kind: Found['kind'], target: Found, position: DropPosition): boolean {
  return position === 'on' ? CONTAINER[kind] === target.kind : target.kind === kind;
}

function childrenOf(found: Found): number {
  if (found.kind === 'part') return found.part.modules.length;
  return found.kind === 'module' ? found.module.lessons.length : 0;
}

/** Puts items beside or into another, in the order in which they stand. */
export function drop(
  draft: CourseDraft,
  keys: readonly string[],
  targetKey: string,
  position: DropPosition,
): CourseDraft {
  let moved = draft;
  let [anchor, side] = [targetKey, position];
  for (const key of keys) {
    const dragged = find(moved, key);
    const target = find(moved, anchor);
    if (!dragged || !target || key === anchor || !mayDrop(dragged.kind, target, side)) continue;
    moved = move(moved, key, side === 'on' ? { parent: anchor, index: childrenOf(target) } : beside(target, side));
    if (side !== 'on') [anchor, side] = [key, 'after'];
  }
  return moved;
}

function beside(target: Found, side: 'before' | 'after'): Place {
  const parent = target.kind === 'part' ? null : target.parent.key;
  return { parent, index: target.index + (side === 'after' ? 1 : 0) };
}

/** Moves one item to a place, which is counted with the item still where it is. */
export function move(draft: CourseDraft, key: string, place: Place): CourseDraft {
  const found = find(draft, key);
  if (!found) return draft;
  const sameParent = (found.kind === 'part' ? null : found.parent.key) === place.parent;
  const index = sameParent && found.index < place.index ? place.index - 1 : place.index;
  return insert(remove(draft, key), itemOf(found), { ...place, index });
}

/** The place one step up or down: past the edge of a module or part, that is the end of the one before or the start of the one after. */
export function step(draft: CourseDraft, key: string, direction: 'up' | 'down'): Place | undefined {
  const found = find(draft, key);
  if (!found) return undefined;
  const inside = direction === 'up' ? found.index > 0 : found.index < found.siblings - 1;
  if (inside) {
    const parent = found.kind === 'part' ? null : found.parent.key;
    return { parent, index: direction === 'up' ? found.index - 1 : found.index + 2 };
  }
  if (found.kind === 'part') return undefined;
  const holders = holdersOf(draft, found.kind);
  const next = holders[holders.findIndex(holder => holder.key === found.parent.key) + (direction === 'up' ? -1 : 1)];
  return next && { parent: next.key, index: direction === 'up' ? next.children : 0 };
}

export interface Holder {
  key: string;
  title: string;
  children: number;
  /** The part in which a module is. */
  within?: string;
}

/** What things of a kind can be moved into, in order. */
export function holdersOf(draft: CourseDraft, kind: 'module' | 'lesson'): Holder[] {
  if (kind === 'module')
    return draft.parts.map(part => ({ key: part.key, title: part.title, children: part.modules.length }));
  return draft.parts.flatMap(part =>
    part.modules.map(module => ({
      key: module.key,
      title: module.title,
      children: module.lessons.length,
      within: part.title,
    })),
  );
}
