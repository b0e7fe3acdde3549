import { expect, test } from 'vitest';
import { hasLength, matchesSearch } from './matches';

const course = {
  course_id: '01',
  title: 'Überzeugend präsentieren',
  summary: 'Vor Gruppen sprechen',
  state: 'published',
  lessons: 3,
  minutes: 30,
} as const;

test.each([
  ['', true],
  ['uber', true],
  ['GRUPPEN prasent', true],
  ['gruppen allein', false],
])('words: %s', (words, found) => expect(matchesSearch(course, words)).toBe(found));

test('lengths meet without a gap', () => {
  const lengths = [1, 30, 31, 120, 121].map(minutes =>
    (['short', 'medium', 'long'] as const).filter(length => hasLength({ ...course, minutes }, length)),
  );
  expect(lengths).toEqual([['short'], ['short'], ['medium'], ['medium'], ['long']]);
});
