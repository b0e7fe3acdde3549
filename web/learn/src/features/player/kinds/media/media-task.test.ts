import { expect, test } from 'vitest';
import { MEDIA } from './media-task';

const CONTENT = { kind: 'video', file: '', seconds: 200, watched_percent: 90 } as const;
const work = (...to: number[]) =>
  ({ kind: 'media', played: to.map(end => ({ from: 0, to: end })), position: 0 }) as const;

test('a video can be completed once enough of it was played', () => {
  expect(MEDIA.left(CONTENT, undefined)).toEqual({ done: 0, total: 90, of: 'video' });
  expect(MEDIA.left(CONTENT, work(179))).toEqual({ done: 89, total: 90, of: 'video' });
  expect(MEDIA.left(CONTENT, work(100, 179))?.done).toBe(89);
  expect(MEDIA.left(CONTENT, work(180))).toBeUndefined();
  expect(MEDIA.left({ ...CONTENT, kind: 'audio' }, undefined)?.of).toBe('audio');
});

test('where nothing has to be played, the member’s word is enough', () => {
  expect(MEDIA.left({ ...CONTENT, watched_percent: 0 }, undefined)).toBeUndefined();
});
