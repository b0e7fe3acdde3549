import { expect, test } from 'vitest';
import { hasReached, sumOf } from './points';

test('the points of a course', () => {
  const award = (course_id: string, points: number) => ({ course_id, points, lesson_id: 'l1', at: '' });
  expect(sumOf([award('a', 10), award('b', 20), award('a', 5)], 'a')).toBe(15);
});

test.each([
  [120, 30, true],
  [130, 30, false],
  [100, 0, false],
])('a level that begins at 100: %i points, %i of them new', (points, gained, reached) => {
  expect(hasReached({ number: 2, from: 100, next_at: 250 }, points, gained)).toBe(reached);
});
