import type { IfFree } from './commits/leftovers';

/** Holds a lock as long as this page lives. */
export function holdLock(name: string): void {
  void navigator.locks?.request(name, () => new Promise<never>(() => undefined));
}

export const ifFree: IfFree = async (name, work) => {
  if (!navigator.locks) {
    await work();
    return true;
  }
  return navigator.locks.request(name, { ifAvailable: true }, async lock => {
    if (lock) await work();
    return lock !== null;
  });
};
