import { expect, test, vi } from 'vitest';

vi.stubGlobal('BroadcastChannel', undefined);
vi.mock('./shelf', () => ({
  allFromShelf: async () => [],
  shelve: async () => undefined,
  unshelve: async () => undefined,
}));

const { ownFiles, sizeHere, sizeOfAll } = await import('./downloads');

const download = (courseId: string, files: Record<string, number>, old: Record<string, number> = {}) => ({
  courseId,
  title: courseId,
  state: 'done' as const,
  lessons: [],
  taken: [],
  locked: [],
  texts: 10,
  files: Object.entries(files).map(([name, size]) => ({ name, size })),
  old: Object.entries(old).map(([name, size]) => ({ name, size })),
  expected: 0,
  wasWhole: true,
  hasPdf: false,
});

test('a file that two courses have counts once', () => {
  const [one, two] = [download('one', { a: 100, b: 20 }), download('two', { b: 20, c: 3 }, { d: 4 })];
  expect(sizeHere(one)).toBe(130);
  expect(sizeHere(two)).toBe(37);
  expect(sizeOfAll([one, two])).toBe(100 + 20 + 3 + 4 + 20);
});

test('with a course go the files that no other one has, also those of its version before', () => {
  const [one, two] = [download('one', { a: 1, b: 1 }, { c: 1, d: 1 }), download('two', { b: 1 }, { c: 1 })];
  expect(ownFiles(one, [one, two])).toEqual(['a', 'd']);
  expect(ownFiles(two, [two])).toEqual(['b', 'c']);
});
