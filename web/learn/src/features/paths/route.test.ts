import { expect, test } from 'vitest';
import type { PathCourse, PathDetail } from './queries';
import { hasMore, isNoLongerOffered, nextCourse, opensAfter } from './route';

type Status = NonNullable<PathCourse['status']>;

function course(id: string, status: Status, more: Partial<PathCourse> = {}): PathCourse {
  return {
    course_id: id,
    optional: false,
    course: { title: id, minutes: 5, lessons: 1, state: 'published' },
    status,
    percent: 0,
    ...more,
  };
}

function pathOf(...milestones: PathCourse[][]): PathDetail {
  return {
    path_id: 'p',
    title: 'Path',
    summary: '',
    state: 'published',
    order: 'in_order',
    courses: milestones.flat().length,
    minutes: 5,
    milestones: milestones.map((courses, index) => ({ title: `Milestone ${index + 1}`, courses })),
  };
}

const gone = (id: string): PathCourse => ({ course_id: id, optional: false });

test('what is begun comes before what is only open, and what must be done before what may be', () => {
  const begun = pathOf([course('a', 'open')], [course('b', 'in_progress')]);
  expect(nextCourse(begun)?.course_id).toBe('b');
  const fresh = pathOf([course('a', 'open', { optional: true }), course('b', 'open')]);
  expect(nextCourse(fresh)?.course_id).toBe('b');
  const rest = pathOf([course('a', 'completed'), course('b', 'open', { optional: true })]);
  expect(nextCourse(rest)?.course_id).toBe('b');
});

const archived = (status: Status) =>
  course('b', status, { course: { title: 'b', minutes: 5, lessons: 1, state: 'archived' } });

test('nobody is led to what is gone, locked or no longer offered', () => {
  const path = pathOf([gone('a'), archived('open'), course('c', 'locked'), course('d', 'completed')]);
  expect(nextCourse(path)).toBeUndefined();
});

test.each([
  ['open', true],
  ['locked', true],
  ['in_progress', false],
  ['completed', false],
] as const)('a course that was archived is no longer offered, but to who has begun it: %s', (status, isGone) => {
  expect(isNoLongerOffered(archived(status))).toBe(isGone);
  expect(isNoLongerOffered(course('a', status))).toBe(false);
});

test('there is more in a path while something can still be completed', () => {
  expect(hasMore(pathOf([gone('a'), archived('open'), course('c', 'completed')]))).toBe(false);
  expect(hasMore(pathOf([course('a', 'completed'), course('b', 'open', { optional: true })]))).toBe(true);
  expect(hasMore(pathOf([archived('in_progress')]))).toBe(true);
  expect(hasMore(pathOf([course('a', 'locked')]))).toBe(true);
});

test('a course opens after the last one that must be completed before it', () => {
  const path = pathOf(
    [course('a', 'completed'), course('b', 'open')],
    [course('c', 'locked'), course('d', 'locked', { optional: true }), gone('e'), course('f', 'locked')],
  );
  expect(opensAfter(path, 'c')?.course_id).toBe('b');
  expect(opensAfter(path, 'f')?.course_id).toBe('c');
  expect(opensAfter(path, 'a')).toBeUndefined();
});
