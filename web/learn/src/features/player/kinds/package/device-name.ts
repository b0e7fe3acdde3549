import { keep, kept } from 'shared/session/storage';

/** A random name of this browser, which says nothing else. It is the page's: in its frame, a player may keep nothing. */
export function deviceName(): string {
  const known = kept('device');
  if (known) return known;
  const made = crypto.randomUUID();
  keep('device', made);
  return made;
}
