import { expect, test } from 'vitest';
import { choiceOf } from '../catalogue/address';
import { durationOf, matchesChoice, matchesSearch } from './matches';

const course = {
  course_id: '01',
  title: 'Überzeugend präsentieren',
  summary: 'Vor Gruppen sprechen',
  state: 'published',
  lessons: 3,
  minutes: 30,
  language: 'de',
  about: { tags: ['Rhetorik'], skills: ['Sprechen', 'Zuhören'], level: 'beginner' },
} as const;

test.each([
  ['', true],
  ['uber', true],
  ['GRUPPEN prasent', true],
  ['gruppen allein', false],
])('words: %s', (words, found) => expect(matchesSearch(course, words)).toBe(found));

test.each([
  ['', true],
  ['?q=gruppen&tag=Rhetorik', true],
  ['?skill=Singen&skill=Zuhören', true],
  ['?skill=Singen', false],
  ['?level=beginner&language=de&duration=up_to_an_hour', true],
  ['?level=beginner&language=en', false],
  ['?duration=longer', false],
  ['?kind=checklist', true],
])('choice: %s', (search, found) => expect(matchesChoice(course, choiceOf(search))).toBe(found));

test('durations meet without a gap', () => {
  expect([15, 16, 60, 61, 240, 241].map(durationOf)).toEqual([
    'up_to_a_quarter',
    'up_to_an_hour',
    'up_to_an_hour',
    'up_to_four_hours',
    'up_to_four_hours',
    'longer',
  ]);
});
