import { expect, test, vi } from 'vitest';

const wipes = vi.hoisted(() => [] as (() => Promise<void>)[]);
vi.mock('shared/session/session', () => ({
  currentSession: () => ({ phase: 'signed-in', memberId: 'm1' }),
  onLeave: (wipe: () => Promise<void>) => wipes.push(wipe),
}));

const { keyOf, read, waitingKeys, write } = await import('./waiting');

test('what waits is wiped when the member leaves, and nothing is written after that', async () => {
  write(keyOf('C', 'l1'), '{}');
  expect(localStorage.length).toBe(1);
  await Promise.all(wipes.map(wipe => wipe()));
  expect(localStorage.length).toBe(0);
  // A film that is still playing tells of it while the page goes.
  write(keyOf('C', 'l1'), '{}');
  expect(localStorage.length).toBe(0);
  expect(read(keyOf('C', 'l1'))).toBeNull();
  expect(waitingKeys()).toEqual([]);
});
