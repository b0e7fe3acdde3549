import { isFinal, ProblemError } from 'shared/api/problem';
import type { FileKind, StoredFile } from '../file';
import { addressesOf } from './addresses';
import { digestOf, hexOf, type PartDigests, partOf, partsOf } from './digest';
import { AddressRefused, FileChanged, FileLost, PartsGone, RefusedFile } from './faults';
import { type Clock, retried } from './retried';
import type { Server } from './server';

const AT_ONCE = 3;
const ROUNDS = 3;
const LOOKS_AFTER = 1_000;
const LOOKS_AT_MOST = 5_000;

/** How far an upload is, in bytes. */
export interface Progress {
  phase: 'hashing' | 'uploading' | 'checking';
  done: number;
  total: number;
  /** The connection is lost, and it is tried again. */
  waits?: boolean;
}

export interface Upload {
  file: File;
  kind: FileKind;
  server: Server;
  clock: Clock;
  signal: AbortSignal;
  /** What an earlier run has found out. */
  known: PartDigests;
  onProgress: (progress: Progress) => void;
  /** As soon as it is known what the file is called. */
  onDigest?: (digest: string) => void;
}

interface Named extends Upload {
  digest: string;
}

/**
 * Brings a file to the workspace and waits until it is checked. Whoever stops it (by the signal) and begins anew goes on where it was: the
 * server knows which parts have arrived. It fails with what is said in `faults.ts`, or as the API has refused.
 */
export async function upload(work: Upload): Promise<StoredFile> {
  const { file, known, signal, onProgress } = work;
  const total = file.size;
  onProgress({ phase: 'hashing', done: 0, total });
  const digest = await digestOf(file, known, signal, done => onProgress({ phase: 'hashing', done, total })).catch(
    error => {
      // The browser does not say more: the file was moved, changed or can no longer be read.
      throw isUnreadable(error) ? new FileLost() : error;
    },
  );
  work.onDigest?.(digest);
  return checked(await sent({ ...work, digest }), { ...work, digest });
}

function isUnreadable(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'NotReadableError';
}

/** The API, tried again where it was not reached. */
function asked<Answer>(
  { clock, signal, onProgress }: Upload,
  at: Progress,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  const onWait = () => onProgress({ ...at, waits: true });
  return retried(ask, { clock, signal, onWait, isPassing: error => !isFinal(error) });
}

/** All bytes are there. What the server has of them already is not sent. */
async function sent(work: Named): Promise<StoredFile> {
  const { file, kind, digest, server } = work;
  const total = file.size;
  const order = { file_name: file.name, size: total, kind };
  for (let round = 1; ; round += 1) {
    const found = await asked(work, { phase: 'uploading', done: 0, total }, () => server.begin(digest, order));
    if (found.state !== 'uploading') return found;
    try {
      await sendMissing(work, new Set(found.parts));
      return await asked(work, { phase: 'uploading', done: total, total }, () => server.complete(digest));
    } catch (error) {
      if (names(error, 'digest')) throw new FileChanged();
      // It was given up there, or not all has arrived: what is missing is asked for anew.
      const isAgain = error instanceof PartsGone || names(error, 'parts');
      if (!isAgain || round === ROUNDS) throw error;
    }
  }
}

function names(error: unknown, field: string): boolean {
  return (
    error instanceof ProblemError &&
    error.status === 422 &&
    Boolean(error.problem.errors?.some(each => each.field === field))
  );
}

async function sendMissing(work: Named, there: ReadonlySet<number>): Promise<void> {
  const { file, digest, server, known, clock, signal, onProgress } = work;
  const missing = Array.from({ length: partsOf(file.size) }, (_, index) => index + 1).filter(each => !there.has(each));
  const addresses = addressesOf(missing, clock, numbers =>
    server.addresses(
      digest,
      numbers.map(number => ({ number, sha256: hexOf(known[number - 1] ?? new Uint8Array()) })),
    ),
  );
  // What a part has sent counts at once, and is taken back where it has to be sent again.
  const sending = new Map<number, number>();
  let arrived = [...there].reduce((sum, number) => sum + partOf(file, number).size, 0);
  const done = () => [...sending.values()].reduce((sum, bytes) => sum + bytes, arrived);
  const tell = (waits = false) =>
    onProgress({ phase: 'uploading', done: done(), total: file.size, ...(waits && { waits }) });

  async function sendPart(number: number): Promise<void> {
    const part = partOf(file, number);
    const address = await addresses.of(number);
    try {
      await server.send(address, part, signal, bytes => {
        sending.set(number, bytes);
        tell();
      });
    } catch (error) {
      sending.delete(number);
      if (error instanceof AddressRefused) addresses.forget(number);
      throw error;
    }
    sending.delete(number);
    arrived += part.size;
    addresses.forget(number);
    tell();
  }

  tell();
  await inParallel(missing, signal, number =>
    retried(() => sendPart(number), { clock, signal, onWait: () => tell(true), isPassing: isPassing }),
  );
}

function isPassing(error: unknown): boolean {
  return !(error instanceof FileChanged || error instanceof FileLost || error instanceof PartsGone || isFinal(error));
}

/** A few at a time, in order. The first one that fails ends all. */
async function inParallel(numbers: readonly number[], signal: AbortSignal, work: (number: number) => Promise<void>) {
  const waiting = [...numbers];
  let failed = false;
  async function worker(): Promise<void> {
    for (let number = waiting.shift(); number !== undefined && !failed; number = waiting.shift()) {
      signal.throwIfAborted();
      try {
        await work(number);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  }
  const workers = await Promise.allSettled(Array.from({ length: AT_ONCE }, worker));
  for (const each of workers) if (each.status === 'rejected') throw each.reason;
}

/** Waits for the verdict: whether there is malware in it, and whether it is what it is said to be. */
async function checked(file: StoredFile, work: Named): Promise<StoredFile> {
  const { digest, server, clock, signal, onProgress } = work;
  const at: Progress = { phase: 'checking', done: work.file.size, total: work.file.size };
  let now = file;
  for (let pause = LOOKS_AFTER; now.state === 'checking'; pause = Math.min(pause * 1.5, LOOKS_AT_MOST)) {
    onProgress(at);
    await clock.wait(pause, signal);
    now = await asked(work, at, () => server.look(digest));
  }
  if (now.state === 'ready') return now;
  throw now.state === 'refused' ? new RefusedFile(now.reason ?? '') : new PartsGone();
}
