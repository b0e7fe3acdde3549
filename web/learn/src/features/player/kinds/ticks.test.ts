import { expect, test } from 'vitest';
import { countOf, withTicks } from './ticks';

test('ticks are set and taken back', () => {
  expect(withTicks([], { a: true })).toEqual(['a']);
  expect(withTicks(['a'], { b: true, a: true })).toEqual(['a', 'b']);
  expect(withTicks(['a', 'b'], { a: false, c: false })).toEqual(['b']);
});

test('ticks of items that are gone do not count', () => {
  const items = [
    { id: 'a', text: 'A' },
    { id: 'b', text: 'B' },
  ];
  expect(countOf({ kind: 'checklist', items }, { kind: 'checklist', ticked: ['a', 'gone'] })).toEqual({
    done: 1,
    total: 2,
    of: 'items',
  });
  expect(countOf({ kind: 'checklist', items }, null).done).toBe(0);
});
