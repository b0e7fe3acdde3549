import { expect, test } from 'vitest';
import { type Lesson, neighboursOf, nextLesson } from './outline';

const lessons: Lesson[] = ['a', 'b', 'c', 'd'].map(id => ({ id, title: id, kind: 'page', minutes: 1 }));

test.each([
  ['nothing is done', [], undefined, 'a'],
  ['after what was completed last', ['a'], 'a', 'b'],
  ['over what is done', ['a', 'b', 'c'], 'b', 'd'],
  ['back to a gap when the end is done', ['b', 'c', 'd'], 'd', 'a'],
  ['the beginning when all is done', ['a', 'b', 'c', 'd'], 'd', 'a'],
  ['a last lesson that the course no longer has', ['x'], 'x', 'a'],
])('goes on: %s', (_, done, last, next) => {
  expect(nextLesson(lessons, new Set(done), last)?.id).toBe(next);
});

test('neighbours', () => {
  expect(neighboursOf(lessons, 'a')).toMatchObject({ previous: undefined, next: { id: 'b' }, number: 1 });
  expect(neighboursOf(lessons, 'd')).toMatchObject({ previous: { id: 'c' }, next: undefined, number: 4 });
  expect(neighboursOf(lessons, 'x').number).toBe(0);
});
