// @vitest-environment node
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { digestOf, PART_SIZE, type PartDigests } from './digest';

const sha = (...parts: Uint8Array[]) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

function fileOf(size: number): File {
  return new File([new Uint8Array(size).fill(7)], 'film.mp4', { type: 'video/mp4' });
}

const FILE = fileOf(4 * PART_SIZE + 5);

describe('the digest', () => {
  const digest = (file: Blob, known: PartDigests = []) =>
    digestOf(file, known, new AbortController().signal, () => undefined);

  test('is that of the digests of the parts', async () => {
    const bytes = new Uint8Array(await FILE.arrayBuffer());
    const parts = [0, 1, 2, 3, 4].map(at => sha(bytes.subarray(at * PART_SIZE, (at + 1) * PART_SIZE)));
    expect(await digest(FILE)).toBe(hex(sha(...parts)));
  });

  test('of a file of one part, of one exact part, and of an empty one', async () => {
    expect(await digest(new Blob(['abc']))).toBe(hex(sha(sha(Buffer.from('abc')))));
    expect(await digest(fileOf(PART_SIZE))).toBe(hex(sha(sha(new Uint8Array(PART_SIZE).fill(7)))));
    expect(await digest(new Blob([]))).toBe(hex(sha(sha(new Uint8Array()))));
  });

  test('goes on with what is known, one part at a time', async () => {
    const known: PartDigests = [];
    const stop = new AbortController();
    const read: number[] = [];
    const first = digestOf(FILE, known, stop.signal, bytes => {
      read.push(bytes);
      if (read.length === 2) stop.abort();
    });
    await expect(first).rejects.toThrow('abort');
    expect(known).toHaveLength(2);
    expect(await digest(FILE, known)).toBe(await digest(FILE));
    expect(read).toEqual([PART_SIZE, 2 * PART_SIZE]);
  });
});
