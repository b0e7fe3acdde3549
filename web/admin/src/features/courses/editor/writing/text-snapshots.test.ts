import { expect, test } from 'vitest';
import { type TextSnapshot, withSnapshot } from './text-snapshots';

const at = (seconds: number) => new Date(seconds * 1000).toISOString();

function texts(snapshots: readonly TextSnapshot[]): string[] {
  return snapshots.map(({ markdown }) => markdown);
}

test('the text with which the writing began is kept', () => {
  const first = withSnapshot([], { before: 'a', markdown: 'b', at: at(0) });
  expect(texts(first)).toEqual(['b', 'a']);
  expect(first[1]?.at).toBeNull();
  // A text that was written elsewhere in between is kept as well.
  expect(texts(withSnapshot(first, { before: 'x', markdown: 'y', at: at(1) }))).toEqual(['y', 'x', 'b', 'a']);
});

test('what is saved within a minute is one text, and there are thirty', () => {
  let snapshots = withSnapshot([], { before: 'a', markdown: 'b', at: at(0) });
  snapshots = withSnapshot(snapshots, { before: 'b', markdown: 'c', at: at(30) });
  expect(texts(snapshots)).toEqual(['c', 'a']);
  snapshots = withSnapshot(snapshots, { before: 'c', markdown: 'd', at: at(120) });
  expect(texts(snapshots)).toEqual(['d', 'c', 'a']);
  for (let count = 3; count < 60; count += 1) {
    snapshots = withSnapshot(snapshots, {
      before: texts(snapshots)[0] ?? '',
      markdown: `${count}`,
      at: at(count * 61),
    });
  }
  expect(snapshots).toHaveLength(30);
});
