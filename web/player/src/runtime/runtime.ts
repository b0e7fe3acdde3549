import type { Snapshot } from '../commits/commit';
import { type CommitObject, snapshotOf } from './values';

/** What the runtime tells of what the package does. */
export interface Saving {
  /** Something was set. */
  changed: () => void;
  /** It is to be saved. */
  commit: (snapshot: Snapshot) => void;
  /** The session is to end; whether that is saved. */
  finish: (snapshot: Snapshot) => boolean;
  /** It has ended, and is saved. What the package wants next, in the words of its standard. */
  ended: (wish: string) => void;
}

/** A runtime for the package. */
export interface PackageRuntime {
  /** The functions that packages call. */
  api: Readonly<Record<string, unknown>>;
  /** Whether the package has begun, and not ended. */
  isRunning: () => boolean;
  snapshot: () => Snapshot;
  /** Ends in the place of a package that has not done it. */
  end: () => void;
}

/** As much of the library as is needed. */
interface Library {
  isInitialized: () => boolean;
  lmsFinish: (parameter?: string) => string;
  renderCommitObject: (isFinal: boolean) => unknown;
}

type Http = NonNullable<import('scorm-again').Settings['httpService']>;

/** What a session is measured by, in milliseconds. */
type Now = () => number;

/** What both standards have in common: how the library's commits become ours. */
export class Committing {
  private readonly began: number;
  private isTerminated = false;

  constructor(
    private readonly saving: Saving,
    private readonly now: Now,
    /** The error of an end that was not saved. */
    private readonly failed: number,
  ) {
    this.began = now();
  }

  /** In the place of the library's own requests, which know neither the queue nor the capability. */
  readonly http: Http = {
    processHttpRequest: (_url, commit, isFinal) => {
      const snapshot = this.snapshotFrom(commit);
      if (!isFinal) this.saving.commit(snapshot);
      else if (!this.saving.finish(snapshot)) return { result: 'false', errorCode: this.failed };
      return { result: 'true', errorCode: 0 };
    },
    updateSettings: () => undefined,
  };

  /** The package says that it is done. That it has said so stays true where it could not be saved at once. */
  terminate(library: Library, parameter: string, wish: () => string): string {
    this.isTerminated ||= library.isInitialized();
    return this.end(library, parameter, wish);
  }

  end(library: Library, parameter: string, wish: () => string): string {
    // The library forgets the wish once it has ended.
    const wanted = wish();
    const result = library.lmsFinish(parameter);
    if (result === 'true') this.saving.ended(wanted);
    return result;
  }

  snapshotOf(library: Library): Snapshot {
    return this.snapshotFrom(library.renderCommitObject(false));
  }

  private snapshotFrom(commit: unknown): Snapshot {
    const seconds = Math.max(0, Math.floor((this.now() - this.began) / 1000));
    // It is what the settings ask for.
    return snapshotOf(commit as CommitObject, seconds, this.isTerminated);
  }
}
