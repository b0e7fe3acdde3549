import { expect, test } from 'vitest';
import { coverOf } from './shapes';

test('a course has one cover, and courses differ', () => {
  expect(coverOf('01', 'Fire')).toEqual(coverOf('01', 'Fire'));
  const covers = Array.from({ length: 40 }, (_, index) => JSON.stringify(coverOf(`${index}`, 'Fire')));
  expect(new Set(covers).size).toBe(40);
});

test('every cover has something on it', () => {
  for (let index = 0; index < 500; index += 1) {
    const { shapes, tone } = coverOf(`${index}`, 'Fire');
    expect(shapes.length).toBeGreaterThan(1);
    expect(shapes.some(({ path }) => /NaN|undefined/.test(path))).toBe(false);
    expect(tone).toBeLessThan(4);
  }
});
