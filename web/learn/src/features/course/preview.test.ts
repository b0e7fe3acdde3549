import { describe, expect, it } from 'vitest';
import { addressOf, isIn, previewIn } from './preview';

describe('the version in an address', () => {
  it('is the draft or a number', () => {
    expect(previewIn('version=draft')).toBe('draft');
    expect(previewIn('?version=12')).toBe('12');
  });

  it('is nothing else', () => {
    for (const search of ['', 'version=', 'version=0', 'version=-1', 'version=1.5', 'version=newest', 'v=2']) {
      expect(previewIn(search)).toBeUndefined();
    }
  });

  it('stays in the addresses of the course', () => {
    expect(addressOf('a')).toBe('/courses/a');
    expect(addressOf('a', 'b')).toBe('/courses/a/lessons/b');
    expect(addressOf('a', undefined, 'draft')).toBe('/courses/a?version=draft');
    expect(addressOf('a', 'b', '2')).toBe('/courses/a/lessons/b?version=2');
  });

  it('stays in this course only', () => {
    expect(isIn('a', '/courses/a')).toBe(true);
    expect(isIn('a', '/courses/a/lessons/b')).toBe(true);
    expect(isIn('a', '/courses/ab/lessons/b')).toBe(false);
    expect(isIn('a', '/catalogue')).toBe(false);
  });
});
