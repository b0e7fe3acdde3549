import { expect, test } from 'vitest';
import { completionOf, isShortOfScore, leftToDo } from './completion';
import type { LessonState } from './progress';

function courseOf(required: number, optional: number, completion_percent: number) {
  const lesson = (id: string, isOptional: boolean) => ({
    id,
    title: id,
    kind: 'page' as const,
    minutes: 1,
    optional: isOptional,
  });
  const lessons = [
    ...Array.from({ length: required }, (_, at) => lesson(`r${at}`, false)),
    ...Array.from({ length: optional }, (_, at) => lesson(`o${at}`, true)),
  ];
  return { completion_percent, parts: [{ title: '', modules: [{ title: '', lessons }] }] };
}

test('optional lessons are not asked for', () => {
  expect(completionOf(courseOf(10, 2, 80))).toEqual({ asked: 8, of: 10 });
});

test('a course that was kept before it had a percentage asks for everything', () => {
  const { completion_percent: _, ...kept } = courseOf(4, 0, 50);
  // @ts-expect-error: it is as the API answered then
  expect(completionOf(kept)).toEqual({ asked: 4, of: 4 });
});

const course = courseOf(5, 1, 80);
const stateOf =
  (completed: readonly string[], pending: readonly string[] = []) =>
  (id: string): LessonState =>
    completed.includes(id) ? 'completed' : pending.includes(id) ? 'pending' : 'open';

test.each([
  ['nothing is done', [], [], 4],
  ['any lesson counts', ['r4', 'r1'], [], 2],
  ['what waits to be sent counts', ['r0'], ['r1'], 2],
  ['optional ones do not count', ['o0', 'r0'], [], 3],
  ['nothing is left when the course is complete', ['r0', 'r1', 'r2', 'r3'], [], 0],
  ['nor when more is done', ['r0', 'r1', 'r2', 'r3', 'r4', 'o0'], [], 0],
])('what is left to do: %s', (_, completed, pending, left) => {
  expect(leftToDo(course, stateOf(completed, pending))).toBe(left);
});

test.each([
  [undefined, false],
  [{ percent: 79, asked: 80 }, true],
  [{ percent: 80, asked: 80 }, false],
])('a course waits for its score: %o', (score, isShort) => {
  expect(isShortOfScore(score && { score })).toBe(isShort);
});
