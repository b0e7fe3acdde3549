import { expect, test } from 'vitest';
import { awaitedBy, firstToDo, opensAfter } from './locks';
import type { Lesson } from './outline';
import type { LessonState } from './progress';
import type { CourseDetail } from './queries';

function courseOf(unlock: 'free' | 'in_order', lessons: readonly (Partial<Lesson> & { id: string })[]): CourseDetail {
  const whole = lessons.map(lesson => ({ title: lesson.id, kind: 'page' as const, minutes: 1, ...lesson }));
  const parts = [{ title: '', modules: [{ title: '', lessons: whole }] }];
  const blank = {
    course_id: '01',
    title: '',
    summary: '',
    lessons: 0,
    minutes: 0,
    completion_percent: 100,
    completion_score: 0,
    points: 0,
  };
  return { ...blank, state: 'published', unlock, parts };
}

const stateOf =
  (completed: readonly string[], pending: readonly string[] = []) =>
  (id: string): LessonState =>
    completed.includes(id) ? 'completed' : pending.includes(id) ? 'pending' : 'open';

const inOrder = courseOf('in_order', [{ id: 'a' }, { id: 'b', optional: true }, { id: 'c' }, { id: 'd' }]);

test.each([
  ['the first is open', 'a', [], undefined],
  ['an optional one waits as well', 'b', [], 'a'],
  ['nothing waits for an optional one', 'c', ['a'], undefined],
  ['the first gap counts', 'd', ['a'], 'c'],
  ['what is done stays open', 'd', ['d'], undefined],
  ['a lesson that the course does not have', 'x', [], undefined],
])('in order: %s', (_, lesson, completed, awaited) => {
  expect(awaitedBy(inOrder, lesson, stateOf(completed))?.id).toBe(awaited);
});

const chain = courseOf('free', [{ id: 'a' }, { id: 'b', after: 'a' }, { id: 'c', after: 'b' }, { id: 'd' }]);

test('one after another', () => {
  expect(awaitedBy(chain, 'c', stateOf([]))?.id).toBe('b');
  expect(firstToDo(chain, 'c', stateOf([]))?.id).toBe('a');
  expect(firstToDo(chain, 'c', stateOf(['a']))?.id).toBe('b');
  expect(firstToDo(chain, 'c', stateOf(['a', 'b']))).toBeUndefined();
  expect(awaitedBy(chain, 'd', stateOf([]))).toBeUndefined();
});

test('a lesson opens after the last one that it waits for', () => {
  expect(opensAfter(inOrder, 'd', stateOf([]))?.id).toBe('c');
  expect(opensAfter(inOrder, 'c', stateOf([]))?.id).toBe('a');
  expect(opensAfter(inOrder, 'd', stateOf(['a', 'c']))).toBeUndefined();
});

test('a completion that has not arrived opens nothing', () => {
  expect(awaitedBy(inOrder, 'c', stateOf([], ['a']))?.id).toBe('a');
});
