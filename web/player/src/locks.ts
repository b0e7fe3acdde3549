import type { IfFree } from './commits/leftovers';

/** Holds a lock as long as this page lives. Where there are none, tabs know nothing of each other, which harms nothing: commits may come twice. */
export function holdLock(name: string): void {
  navigator.locks?.request(name, () => new Promise<never>(() => undefined)).catch(() => undefined);
}

export const ifFree: IfFree = async (name, work) => {
  // Browsers that keep nothing for a page refuse it locks as well.
  const held = await heldElsewhere(name).catch(() => false);
  if (!held) await work();
  return !held;
};

async function heldElsewhere(name: string): Promise<boolean> {
  if (!navigator.locks) return false;
  return navigator.locks.request(name, { ifAvailable: true }, lock => lock === null);
}
