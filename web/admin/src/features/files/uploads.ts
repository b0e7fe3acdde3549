import { useSyncExternalStore } from 'react';
import { onLeave } from 'shared/session/session';
import type { FileKind, StoredFile } from './file';
import type { PartDigests } from './upload/digest';
import { RefusedFile } from './upload/faults';
import { CLOCK } from './upload/retried';
import { SERVER } from './upload/server';
import { type Progress, upload } from './upload/upload';

/** Uploads that go on while other pages of the panel are looked at, each for one place: a lesson's video, a course's cover. */
export interface SlotUpload {
  fileName: string;
  progress: Progress;
  /** Bytes a second, once it is known. */
  speed: number | undefined;
  state: 'running' | 'paused' | 'failed' | 'refused' | 'ready';
  error?: unknown;
  /** What has come of it. */
  file?: StoredFile;
  /** How long it plays, where that is known. */
  seconds?: number | undefined;
}

interface Entry {
  shown: SlotUpload;
  source: { file: File; kind: FileKind; known: PartDigests };
  control: AbortController;
  speed: Speed;
}

/** An upload that a closed tab has cut off: the same file goes on where it stopped. */
export interface CutOff {
  digest: string;
  fileName: string;
}

const entries = new Map<string, Entry>();
const listeners = new Set<() => void>();
const PREFIX = 'trellis.upload.';

function show(slot: string, entry: Entry, change: Partial<SlotUpload>): void {
  // What was given up or begun anew meanwhile has nothing to say.
  if (entries.get(slot) !== entry) return;
  entry.shown = { ...entry.shown, ...change };
  tell();
}

function tell(): void {
  watchLeaving();
  for (const listener of listeners) listener();
}

/** Leaving the panel cuts uploads off: the browser asks first. */
function askBeforeLeaving(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

function watchLeaving(): void {
  const isRunning = [...entries.values()].some(
    ({ shown }) => shown.state === 'running' && shown.progress.phase !== 'checking',
  );
  if (isRunning) addEventListener('beforeunload', askBeforeLeaving);
  else removeEventListener('beforeunload', askBeforeLeaving);
}

async function run(slot: string, entry: Entry): Promise<void> {
  entry.control = new AbortController();
  entry.speed = new Speed();
  const { signal } = entry.control;
  show(slot, entry, { state: 'running', error: undefined, speed: undefined });
  try {
    const file = await upload({
      ...entry.source,
      server: SERVER,
      clock: CLOCK,
      signal,
      onProgress: progress => show(slot, entry, { progress, speed: entry.speed.after(progress) }),
      onDigest: digest => note(slot, { digest, fileName: entry.source.file.name }),
    });
    note(slot, undefined);
    show(slot, entry, { state: 'ready', file });
  } catch (error) {
    if (signal.aborted) return;
    const isRefused = error instanceof RefusedFile;
    if (isRefused) note(slot, undefined);
    show(slot, entry, { state: isRefused ? 'refused' : 'failed', error });
  }
}

export function beginUpload(slot: string, file: File, kind: FileKind, seconds?: number): void {
  entries.get(slot)?.control.abort();
  const progress: Progress = { phase: 'hashing', done: 0, total: file.size };
  const entry: Entry = {
    shown: { fileName: file.name, progress, speed: undefined, state: 'running', seconds },
    source: { file, kind, known: [] },
    control: new AbortController(),
    speed: new Speed(),
  };
  entries.set(slot, entry);
  void run(slot, entry);
}

export function pauseUpload(slot: string): void {
  const entry = entries.get(slot);
  if (!entry) return;
  entry.control.abort();
  show(slot, entry, { state: 'paused', speed: undefined });
}

export function resumeUpload(slot: string): void {
  const entry = entries.get(slot);
  if (entry) void run(slot, entry);
}

/** Gives it up, or forgets what has come of it. */
export function endUpload(slot: string): void {
  entries.get(slot)?.control.abort();
  entries.delete(slot);
  note(slot, undefined);
  tell();
}

/** How fast it is, over the last few seconds. */
class Speed {
  private readonly seen: { at: number; done: number }[] = [];

  after({ phase, done }: Progress): number | undefined {
    if (phase !== 'uploading') return undefined;
    const now = CLOCK.now();
    this.seen.push({ at: now, done });
    while (this.seen.length > 2 && now - (this.seen[0]?.at ?? 0) > 8_000) this.seen.shift();
    const first = this.seen[0];
    if (!first || now - first.at < 1_500) return undefined;
    return Math.max(0, done - first.done) / ((now - first.at) / 1000);
  }
}

const cutOff = new Map<string, CutOff | undefined>();

function note(slot: string, upload: CutOff | undefined): void {
  cutOff.set(slot, upload);
  try {
    if (upload) localStorage.setItem(PREFIX + slot, JSON.stringify(upload));
    else localStorage.removeItem(PREFIX + slot);
  } catch {
    // Full or refused: choosing the file again goes on all the same, only nobody is reminded.
  }
}

function noted(slot: string): CutOff | undefined {
  if (!cutOff.has(slot)) {
    try {
      const kept = localStorage.getItem(PREFIX + slot);
      cutOff.set(slot, kept === null ? undefined : JSON.parse(kept));
    } catch {
      cutOff.set(slot, undefined);
    }
  }
  return cutOff.get(slot);
}

onLeave(async () => {
  for (const { control } of entries.values()) control.abort();
  for (const name of Object.keys(localStorage)) if (name.startsWith(PREFIX)) localStorage.removeItem(name);
});

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useUpload(slot: string): SlotUpload | undefined {
  return useSyncExternalStore(subscribe, () => entries.get(slot)?.shown);
}

/** The places within this one for which something is uploaded, or was until it was cut off; by what they are called there. */
export function placesWithin(slot: string): string[] {
  const within = `${slot}/`;
  const kept = Object.keys(localStorage).filter(
    key => key.startsWith(PREFIX + within) && noted(key.slice(PREFIX.length)),
  );
  const slots = [...entries.keys(), ...kept.map(key => key.slice(PREFIX.length))];
  return [...new Set(slots)].filter(each => each.startsWith(within)).map(each => each.slice(within.length));
}

/** What was cut off, while nothing is uploaded there. */
export function useCutOff(slot: string): CutOff | undefined {
  return useSyncExternalStore(subscribe, () => (entries.has(slot) ? undefined : noted(slot)));
}
