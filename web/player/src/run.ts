import type { FromPlayer, Wish } from 'shared/package/messages';
import { LARGEST_PARTING, partingBody } from './commits/body';
import type { Snapshot } from './commits/commit';
import type { KeptCommits } from './commits/kept';
import { type Clock, CommitQueue } from './commits/queue';
import { browserTransport } from './commits/transport';
import type { PackageRuntime, Saving } from './runtime/runtime';
import type { Begun } from './session';

type Tell = (message: FromPlayer) => void;

/** A package with its runtime and its queue. */
export interface Run {
  runtime: PackageRuntime;
  /** Whether all that it has said has arrived. */
  isSaved: () => boolean;
  /** Saves what is not saved, now. */
  flush: () => Promise<void>;
  /** The page goes away, perhaps for good. */
  part: (forGood: boolean) => void;
}

const WISHES: Record<string, Wish> = {
  continue: 'continue',
  previous: 'previous',
  exit: 'exit',
  exitAll: 'exit',
  abandon: 'exit',
  abandonAll: 'exit',
  suspendAll: 'exit',
};

/** What a package asks for next: SCORM 2004 SN 4.2, and `nav.event` of some packages of SCORM 1.2. Choices and jumps are left to the course. */
export function wishOf(request: string): Wish {
  return WISHES[request] ?? 'none';
}

async function runtimeOf({ standard, cmi }: Begun, saving: Saving): Promise<PackageRuntime> {
  const now = () => performance.now();
  if (standard === 'scorm_1_2') {
    const { scorm12 } = await import('./runtime/scorm12');
    return scorm12(cmi, saving, now);
  }
  const { scorm2004 } = await import('./runtime/scorm2004');
  return scorm2004(cmi, saving, now);
}

const browserClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, call) {
    const timer = setTimeout(call, milliseconds);
    return () => clearTimeout(timer);
  },
};

interface Opened {
  api: string;
  launch: string;
  begun: Begun;
  /** Of the session, in this browser. */
  name: string;
  kept: KeptCommits;
  tell: Tell;
}

/** Sets up what a session needs. In a review nothing is kept, and the package is told that it is. */
export async function prepareRun(opened: Opened): Promise<Run> {
  const { begun, tell } = opened;
  const ended = (request: string) => tell({ tell: 'finished', wish: wishOf(request) });
  if (begun.review) {
    const nothing = { changed: () => undefined, commit: () => undefined, finish: () => true, ended };
    const runtime = await runtimeOf(begun, nothing);
    return { runtime, isSaved: () => true, flush: async () => undefined, part: () => undefined };
  }
  const queue = queueOf(opened);
  // Packages set many values in a row: all of them are one snapshot.
  let isNoted = true;
  function noteChanges(): void {
    if (!isNoted && runtime.isRunning()) queue.note(runtime.snapshot());
    isNoted = true;
  }
  const said = (take: (snapshot: Snapshot) => boolean) => (snapshot: Snapshot) => {
    isNoted = true;
    return take(snapshot);
  };
  const runtime = await runtimeOf(begun, {
    changed() {
      if (isNoted) queueMicrotask(noteChanges);
      isNoted = false;
    },
    commit: said(snapshot => {
      queue.commit(snapshot);
      return true;
    }),
    finish: said(snapshot => queue.finish(snapshot)),
    ended,
  });
  return {
    runtime,
    isSaved: () => queue.isSaved,
    flush() {
      noteChanges();
      return queue.send();
    },
    part(forGood) {
      const isOpen = runtime.isRunning() && (forGood || !isNoted);
      isNoted = true;
      queue.leave(isOpen ? runtime.snapshot() : undefined, forGood);
    },
  };
}

function queueOf({ api, launch, begun, name, kept, tell }: Opened): CommitQueue {
  return new CommitQueue({
    name,
    session: { launch, attempt: begun.attempt, session: begun.session },
    api,
    kept,
    transport: browserTransport(api),
    clock: browserClock,
    // What is short in characters is short in bytes too, deflated or not.
    fits: commit =>
      (commit.cmi['cmi.suspend_data']?.length ?? 0) < LARGEST_PARTING / 8 || partingBody(commit) !== undefined,
    news: {
      saved({ saved_at, state, superseded }) {
        tell({ tell: 'saved', at: saved_at, state });
        if (superseded) tell({ tell: 'superseded' });
      },
      unsaved: willRetry => tell({ tell: 'unsaved', willRetry }),
    },
  });
}
