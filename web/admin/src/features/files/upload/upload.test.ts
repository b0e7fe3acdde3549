// @vitest-environment node
import { NetworkError, ProblemError } from 'shared/api/problem';
import { beforeEach, describe, expect, test } from 'vitest';
import type { StoredFile } from '../file';
import { PART_SIZE, type PartDigests, partOf } from './digest';
import { AddressRefused, FileChanged, PartsGone, RefusedFile } from './faults';
import type { Clock } from './retried';
import type { Server } from './server';
import { type Progress, upload } from './upload';

const SIZE = 4 * PART_SIZE + 5;
const FILE = new File([new Uint8Array(SIZE).fill(7)], 'film.mp4', { type: 'video/mp4' });

/** A server that keeps what it is sent, and does what a test wants of it. */
class TestServer implements Server {
  parts = new Map<number, number>();
  state: StoredFile['state'] = 'uploading';
  verdict: Partial<StoredFile> = { state: 'ready', address: 'http://s3/film' };
  looks = 2;
  calls: string[] = [];
  atOnce = 0;
  mostAtOnce = 0;
  asked: number[][] = [];
  /** What happens when a part is sent, by its number; each once. */
  faults = new Map<number, Error[]>();
  duringSend: ((number: number) => Promise<void>) | undefined;

  file(): StoredFile {
    const stored = {
      digest: 'd',
      file_name: 'film.mp4',
      size: SIZE,
      kind: 'video',
      state: this.state,
      part_size: PART_SIZE,
    } as const;
    return this.state === 'uploading'
      ? { ...stored, parts: [...this.parts.keys()] }
      : { ...stored, ...(this.state !== 'checking' && this.verdict) };
  }

  begin = async () => {
    this.calls.push('begin');
    return this.file();
  };

  addresses = async (_digest: string, parts: readonly { number: number; sha256: string }[]) => {
    this.asked.push(parts.map(part => part.number));
    for (const { sha256 } of parts) expect(sha256).toMatch(/^[\da-f]{64}$/);
    return parts.map(({ number }) => ({ number, method: 'PUT', url: `http://s3/${number}`, headers: {} }));
  };

  send: Server['send'] = async ({ number }, part, signal, onSent) => {
    this.atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
    try {
      onSent(Math.floor(part.size / 2));
      await (this.duringSend?.(number) ?? new Promise(resolve => setImmediate(resolve)));
      signal.throwIfAborted();
      const fault = this.faults.get(number)?.shift();
      if (fault) throw fault;
      onSent(part.size);
      this.calls.push(`part ${number}`);
      this.parts.set(number, part.size);
    } finally {
      this.atOnce -= 1;
    }
  };

  complete = async () => {
    this.calls.push('complete');
    const all = [...this.parts.values()].reduce((sum, size) => sum + size, 0);
    if (all !== SIZE) throw problem(422, 'parts');
    this.state = 'checking';
    return this.file();
  };

  look = async () => {
    this.looks -= 1;
    if (this.looks <= 0) this.state = this.verdict.state ?? 'ready';
    return this.file();
  };
}

function problem(status: number, field = ''): ProblemError {
  const errors = field ? [{ field, detail: 'no' }] : [];
  return new ProblemError({ type: '/problems/x', title: 'No', status, detail: 'No.', request_id: 'x', errors });
}

let server: TestServer;
let waits: number[];
let now: number;
let offline: Promise<void>;
const clock: Clock = {
  now: () => now,
  random: () => 0.5,
  wait: async milliseconds => {
    waits.push(milliseconds);
    now += milliseconds;
  },
  online: () => offline,
};

beforeEach(() => {
  server = new TestServer();
  waits = [];
  now = 0;
  offline = Promise.resolve();
});

interface Run {
  signal?: AbortSignal;
  known?: PartDigests;
  progress?: Progress[];
}

function run({ signal = new AbortController().signal, known = [], progress = [] }: Run = {}): Promise<StoredFile> {
  return upload({ file: FILE, kind: 'video', server, clock, signal, known, onProgress: each => progress.push(each) });
}

describe('an upload', () => {
  test('sends every part once, three at a time, and waits for the verdict', async () => {
    const progress: Progress[] = [];
    expect(await run({ progress })).toMatchObject({ state: 'ready', address: 'http://s3/film' });
    expect(server.calls.filter(call => call.startsWith('part')).sort()).toEqual([
      'part 1',
      'part 2',
      'part 3',
      'part 4',
      'part 5',
    ]);
    expect(server.mostAtOnce).toBe(3);
    expect(server.parts.get(5)).toBe(5);
    expect(waits).toEqual([1_000, 1_500]);
    const phases = progress.map(each => each.phase).filter((phase, at, all) => phase !== all[at - 1]);
    expect(phases).toEqual(['hashing', 'uploading', 'checking']);
    const sent = progress.filter(each => each.phase === 'uploading').map(each => each.done);
    expect(sent).toEqual([...sent].sort((a, b) => a - b));
    expect(sent.at(-1)).toBe(SIZE);
  });

  test('sends nothing of what is there already', async () => {
    server.state = 'ready';
    expect((await run()).state).toBe('ready');
    expect(server.calls).toEqual(['begin']);
  });

  test('goes on where it was stopped, without reading the file again', async () => {
    const stop = new AbortController();
    const known: PartDigests = [];
    server.duringSend = async number => {
      if (number === 4) stop.abort();
    };
    await expect(run({ signal: stop.signal, known })).rejects.toThrow('abort');
    const before = new Set(server.parts.keys());
    expect(before.size).toBeGreaterThan(0);
    expect(before.has(4)).toBe(false);
    server.duringSend = undefined;
    server.calls = [];
    const progress: Progress[] = [];
    await run({ known, progress });
    const again = server.calls.filter(call => call.startsWith('part'));
    expect(again).toHaveLength(5 - before.size);
    const first = progress.find(each => each.phase === 'uploading');
    expect(first?.done).toBe([...before].reduce((sum, number) => sum + partOf(FILE, number).size, 0));
    expect(progress.filter(each => each.phase === 'hashing')).toHaveLength(1);
  });

  test('tries again where the connection is lost, later each time, and says so', async () => {
    server.faults.set(2, [new NetworkError(''), new NetworkError(''), new NetworkError('')]);
    const progress: Progress[] = [];
    expect((await run({ progress })).state).toBe('ready');
    expect(waits.slice(0, 3)).toEqual([1_000, 2_000, 4_000]);
    expect(progress.filter(each => each.waits).length).toBe(3);
    expect(server.parts.size).toBe(5);
  });

  test('gives up at last, and can be gone on with', async () => {
    server.faults.set(
      1,
      Array.from({ length: 8 }, () => new NetworkError('')),
    );
    await expect(run()).rejects.toBeInstanceOf(NetworkError);
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    expect((await run()).state).toBe('ready');
  });

  test('waits for the network, however long that takes', async () => {
    let come: () => void = () => undefined;
    offline = new Promise(resolve => {
      come = resolve;
    });
    server.faults.set(1, [new NetworkError('')]);
    let ended = false;
    const running = run().then(() => {
      ended = true;
    });
    for (let turn = 0; turn < 50; turn += 1) await new Promise(resolve => setImmediate(resolve));
    expect(ended).toBe(false);
    expect(server.parts.has(1)).toBe(false);
    come();
    await running;
    expect(server.parts.size).toBe(5);
  });

  test('asks for another address where one is refused, or has grown old', async () => {
    server.faults.set(4, [new AddressRefused()]);
    await run();
    expect(server.asked).toEqual([[1, 2, 3, 4, 5], expect.arrayContaining([4])]);
    server = new TestServer();
    server.duringSend = async number => {
      if (number === 1) now += 3_600_000;
    };
    await run();
    expect(server.asked.length).toBeGreaterThan(1);
  });

  test('begins anew where the server knows nothing of it any more', async () => {
    server.faults.set(3, [new PartsGone()]);
    await run();
    expect(server.calls.filter(call => call === 'begin')).toHaveLength(2);
    expect(server.parts.size).toBe(5);
  });

  test('sends what the server misses', async () => {
    const complete = server.complete;
    server.complete = async () => {
      if (server.calls.includes('lost')) return complete();
      server.calls.push('lost');
      server.parts.delete(2);
      return complete();
    };
    await run();
    expect(server.calls.filter(call => call === 'part 2')).toHaveLength(2);
  });

  test('ends where the file is another one by now', async () => {
    server.faults.set(2, [new FileChanged()]);
    await expect(run()).rejects.toBeInstanceOf(FileChanged);
    server = new TestServer();
    server.complete = () => Promise.reject(problem(422, 'digest'));
    await expect(run()).rejects.toBeInstanceOf(FileChanged);
    expect(waits).toEqual([]);
  });

  test('tells why a file is refused', async () => {
    server.verdict = { state: 'refused', reason: 'It contains malware.' };
    const refused = await run().catch(error => error);
    expect(refused).toBeInstanceOf(RefusedFile);
    expect(refused.reason).toBe('It contains malware.');
  });

  test('ends where the API decides against it, and waits where the API is busy', async () => {
    const begin = server.begin;
    server.begin = () => Promise.reject(problem(422, 'size'));
    await expect(run()).rejects.toMatchObject({ status: 422 });
    let tries = 0;
    server.begin = () => {
      tries += 1;
      return tries < 3 ? Promise.reject(problem(503)) : begin();
    };
    expect((await run()).state).toBe('ready');
    expect(waits.slice(0, 2)).toEqual([1_000, 2_000]);
  });
});

test('of many parts, addresses are asked for twenty at a time', async () => {
  const { addressesOf } = await import('./addresses');
  const asked: (readonly number[])[] = [];
  const numbers = Array.from({ length: 45 }, (_, at) => at + 1);
  const addresses = addressesOf(numbers, clock, async some => {
    asked.push(some);
    return some.map(number => ({ number, method: 'PUT', url: '', headers: {} }));
  });
  for (const number of numbers) expect((await addresses.of(number)).number).toBe(number);
  expect(asked.map(some => [some[0], some.length])).toEqual([
    [1, 20],
    [21, 20],
    [41, 5],
  ]);
});
