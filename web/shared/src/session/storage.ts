/** What the browser keeps between visits: never a token. Storage may be refused (private windows, policies), and then nothing is kept. */
const PREFIX = 'trellis.';

export type Kept =
  | 'member'
  | 'workspace'
  | 'locale'
  | 'appearance'
  | 'look'
  | 'logo'
  | 'shortcuts'
  | 'outline'
  | 'writing'
  | 'speed'
  | 'captions'
  | 'transcript'
  | 'device'
  | 'sign-out-owed';

export function keep(name: Kept, value: string): void {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // Full or refused: the next visit starts without it.
  }
}

export function kept(name: Kept): string | null {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

export function forget(name: Kept): void {
  try {
    localStorage.removeItem(PREFIX + name);
  } catch {
    // Nothing was kept.
  }
}
