import { expect, test } from 'vitest';
import { countOf, ticked } from './ticks';

test('a tick is set and taken back', () => {
  const one = ticked(undefined, 'a');
  expect(one).toEqual({ kind: 'checklist', ticked: ['a'] });
  expect(ticked(one, 'b')).toEqual({ kind: 'checklist', ticked: ['a', 'b'] });
  expect(ticked(one, 'a')).toEqual({ kind: 'checklist', ticked: [] });
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
