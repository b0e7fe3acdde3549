import { expect, test } from 'vitest';
import type { Milestone } from './draft';
import { addCourse, alterCourse, drop, mayDrop, remove, step } from './moves';

const milestone = (key: string, ...ids: string[]): Milestone => ({
  key,
  title: key,
  courses: ids.map(id => ({ id, optional: false })),
});

const PATH = [milestone('M', 'a', 'b'), milestone('N', 'c'), milestone('O')];

const read = (milestones: readonly Milestone[] | undefined) =>
  milestones?.map(({ key, courses }) => [key, ...courses.map(course => course.id)].join('')).join(' ');

test('a course goes step by step through its milestone and on into the next one', () => {
  expect(read(step(PATH, 'a', 'down'))).toBe('Mba Nc O');
  expect(read(step(PATH, 'b', 'down'))).toBe('Ma Nbc O');
  expect(read(step(PATH, 'c', 'down'))).toBe('Mab N Oc');
  expect(read(step(PATH, 'c', 'up'))).toBe('Mabc N O');
  expect(step(PATH, 'a', 'up')).toBeUndefined();
});

test('a milestone goes with its courses', () => {
  expect(read(step(PATH, 'M', 'down'))).toBe('Nc Mab O');
  expect(step(PATH, 'M', 'up')).toBeUndefined();
  expect(read(drop(PATH, 'M', 'O', 'after'))).toBe('Nc O Mab');
  expect(read(drop(PATH, 'N', 'M', 'before'))).toBe('Nc Mab O');
});

test('courses are dropped between courses and into milestones, milestones only between milestones', () => {
  expect(read(drop(PATH, 'a', 'c', 'after'))).toBe('Mb Nca O');
  expect(read(drop(PATH, 'a', 'b', 'after'))).toBe('Mba Nc O');
  expect(read(drop(PATH, 'a', 'O', 'on'))).toBe('Mb Nc Oa');
  expect(drop(PATH, 'M', 'c', 'before')).toBe(PATH);
  expect(drop(PATH, 'M', 'M', 'before')).toBe(PATH);
  expect(mayDrop('course', { milestone: 0 }, 'before')).toBe(false);
  expect(mayDrop('milestone', { milestone: 0 }, 'on')).toBe(false);
});

test('courses are added, altered and removed; a milestone is removed with its courses', () => {
  expect(read(addCourse(PATH, 'O', { id: 'd', optional: false }))).toBe('Mab Nc Od');
  expect(alterCourse(PATH, 'c', { optional: true })[1]?.courses).toEqual([{ id: 'c', optional: true }]);
  expect(read(remove(PATH, 'b'))).toBe('Ma Nc O');
  expect(read(remove(PATH, 'M'))).toBe('Nc O');
});
