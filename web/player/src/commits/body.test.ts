import fc from 'fast-check';
import { inflateSync, strFromU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { bytesOf, LARGEST_PARTING, partingBody, plainBody } from './body';
import type { Commit } from './commit';

const MOST = 64_000;

function commitWith(suspendData: string): Commit {
  return {
    launch: 'capability',
    attempt: 1,
    session: 1,
    sequence: 1,
    final: true,
    cmi: { 'cmi.suspend_data': suspendData },
    runtime: { completion: 'incomplete', success: 'unknown', score: {}, seconds: 1, terminated: false },
  };
}

/** As the API reads it. */
function read(body: string): Commit {
  const sent = JSON.parse(body) as Commit & { deflated?: string };
  if (sent.deflated === undefined) return sent;
  const bytes = Uint8Array.from(atob(sent.deflated), each => each.charCodeAt(0));
  return JSON.parse(strFromU8(inflateSync(bytes))) as Commit;
}

/** Characters of a kind, so many of them, in an order that cannot be foreseen. */
function noise(length: number, from: number, kinds: number): string {
  const numbers = new Uint16Array(length);
  for (let at = 0; at < length; at += 32_768) crypto.getRandomValues(numbers.subarray(at, at + 32_768));
  return Array.from(numbers, number => String.fromCharCode(from + (number % kinds))).join('');
}

describe('what a page sends as it goes away', () => {
  it.each([
    ['words', 'Where I was: page 12; '.repeat(3_000).slice(0, MOST)],
    ['quotation marks', '"'.repeat(MOST)],
    ['control characters', '\u0001'.repeat(MOST)],
    ['Hindi', 'नमस्ते'.repeat(11_000).slice(0, MOST)],
    ['hexadecimal digits', noise(MOST, 97, 16)],
    ['half characters', '\ud83d'.repeat(MOST)],
  ])('fits with suspend data of 64,000 characters: %s', (_kind, data) => {
    const commit = commitWith(data);
    const body = partingBody(commit) ?? '';
    expect(body === '').toBe(false);
    expect(new TextEncoder().encode(body).length).toBeLessThanOrEqual(LARGEST_PARTING);
    // The texts are too long to be shown.
    expect(read(body).cmi['cmi.suspend_data'] === data).toBe(true);
  });

  it('is not cut: what cannot be made small enough is not sent so', () => {
    expect(partingBody(commitWith(noise(MOST, 0x4e00, 20_000))) === undefined).toBe(true);
  });

  it('is what was committed, whatever that was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), text => {
        const commit = commitWith(text);
        const body = partingBody(commit) ?? '';
        expect(read(body)).toEqual(commit);
        expect(bytesOf(plainBody(commit))).toBe(new TextEncoder().encode(plainBody(commit)).length);
      }),
    );
  });
});
