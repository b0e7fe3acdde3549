import type { Commit } from './commit';

/** As much of `Storage` as is needed. */
export interface Store {
  readonly length: number;
  key: (index: number) => string | null;
  getItem: (key: string) => string | null;
  setItem: (key: string, value: string) => void;
  removeItem: (key: string) => void;
}

/** A commit that has not arrived, and where it belongs. */
export interface Kept {
  /** Of the session, in this browser: the API counts sessions by attempt. */
  name: string;
  /** The origin of the API. */
  api: string;
  /** Milliseconds since 1970. */
  at: number;
  commit: Commit;
}

const PREFIX = 'trellis-commit/';

/** What has not arrived after so long never will: whoever opened it has long gone on elsewhere. */
const KEPT_FOR = 90 * 24 * 60 * 60 * 1000;

/** The newest commit of each session that has not been acknowledged. Packages can write into this storage too, so what is read is checked. */
export class KeptCommits {
  constructor(private readonly store: Store) {}

  /** False where the browser has no room, or keeps nothing. */
  keep(kept: Kept): boolean {
    try {
      this.store.setItem(PREFIX + kept.name, JSON.stringify(kept));
      return true;
    } catch {
      return false;
    }
  }

  /** Forgets what has arrived; what a session has said since then stays. */
  arrived(name: string, sequence: number): void {
    const kept = this.of(name);
    if (kept && kept.commit.sequence <= sequence) this.store.removeItem(PREFIX + name);
  }

  of(name: string): Kept | undefined {
    try {
      return read(name, this.store.getItem(PREFIX + name));
    } catch {
      return undefined;
    }
  }

  /** Of all sessions, oldest first. What is too old, or is none, goes. */
  all(now: number): Kept[] {
    const found: Kept[] = [];
    for (const key of this.keys()) {
      const kept = this.of(key.slice(PREFIX.length));
      if (kept && now - kept.at < KEPT_FOR) found.push(kept);
      else this.store.removeItem(key);
    }
    return found.sort((one, other) => one.at - other.at);
  }

  private keys(): string[] {
    try {
      const keys = Array.from({ length: this.store.length }, (_, index) => this.store.key(index) ?? '');
      return keys.filter(key => key.startsWith(PREFIX));
    } catch {
      return [];
    }
  }
}

function read(name: string, text: string | null): Kept | undefined {
  if (text === null) return undefined;
  try {
    const { api, at, commit } = JSON.parse(text) as Partial<Kept>;
    const isKept =
      typeof api === 'string' &&
      typeof at === 'number' &&
      typeof commit?.launch === 'string' &&
      Number.isSafeInteger(commit.sequence);
    return isKept ? ({ name, api, at, commit } as Kept) : undefined;
  } catch {
    return undefined;
  }
}
