import { expect, test } from 'vitest';
import type { Download } from '../../offline/downloads';
import type { CourseDetail } from '../course/queries';
import { newsOf } from './news';

const lessons = ['l1', 'l2', 'l3'].map(id => ({ id, title: id, kind: 'page', minutes: 1 }));
const course = {
  course_id: 'c',
  shown_version: 2,
  unlock: 'in_order',
  parts: [{ title: 'P', modules: [{ title: 'M', lessons }] }],
} as unknown as CourseDetail;
const download = {
  state: 'done',
  version: 2,
  lessons: ['l1'],
  taken: ['l1'],
  locked: ['l2', 'l3'],
} as unknown as Download;
const none = () => 'open' as const;
const first = (id: string) => (id === 'l1' ? 'completed' : 'open');

test('there is nothing new while the version is the same and the same lessons are locked', () => {
  expect(newsOf(download, course, none)).toBeUndefined();
  expect(newsOf({ ...download, state: 'loading', version: 1 }, course, none)).toBeUndefined();
});

test('another version, lessons that have opened and lessons that are missing are new', () => {
  expect(newsOf({ ...download, version: 1 }, course, none)).toBe('version');
  expect(newsOf(download, course, first)).toBe('opened');
  expect(newsOf({ ...download, lessons: ['l1', 'l0'] }, course, none)).toBe('missing');
});
