import { describe, expect, it } from 'vitest';
import { groupsOf, type LessonChange } from './groups';
import { type Line, rowsOf } from './lines';
import { pairIn, versionsTo } from './version-name';

describe('the versions in an address', () => {
  it('are numbers or the draft', () => {
    expect(pairIn({ from: 1, to: 'draft' })).toEqual({ from: 1, to: 'draft' });
    expect(pairIn({ from: '2', to: 3 })).toEqual({ from: 2, to: 3 });
  });

  it('are nothing else', () => {
    expect(pairIn({ from: 'newest', to: -1 })).toEqual({});
    expect(pairIn({ from: 0, to: 1.5 })).toEqual({});
    expect(pairIn({})).toEqual({});
  });

  it('are all that were published, and the draft', () => {
    expect(versionsTo(3)).toEqual(['draft', 3, 2, 1]);
  });
});

describe('the lines of a lesson', () => {
  const same = (before: number, after: number): Line => ({ change: 'same', text: 'same', before, after });
  const added = (after: number): Line => ({ change: 'added', text: 'new', after });
  const removed = (before: number): Line => ({ change: 'removed', text: 'old', before });
  const kinds = (lines: Line[]) => rowsOf(lines).map(row => (row.kind === 'gap' ? 'gap' : row.line.change));

  it('follow each other without a gap', () => {
    expect(kinds([same(1, 1), removed(2), added(2), added(3), same(3, 4)])).toEqual([
      'same',
      'removed',
      'added',
      'added',
      'same',
    ]);
  });

  it('have a gap where lines were left out', () => {
    expect(kinds([same(4, 4), added(5), same(5, 6), same(12, 13), removed(13)])).toEqual([
      'gap',
      'same',
      'added',
      'same',
      'gap',
      'same',
      'removed',
    ]);
  });

  it('may all be new', () => {
    expect(kinds([added(1), added(2)])).toEqual(['added', 'added']);
  });
});

describe('changed lessons', () => {
  const change = (kind: LessonChange['kind'], title: string): LessonChange => ({
    lesson_id: title,
    kind,
    title,
    module: 'Basics',
    fields: [],
  });

  it('stand together by what has happened to them, in the order of the outline', () => {
    const groups = groupsOf([change('moved', 'A'), change('added', 'B'), change('changed', 'C'), change('added', 'D')]);
    expect(groups.map(({ kind, lessons }) => [kind, lessons.map(lesson => lesson.title)])).toEqual([
      ['changed', ['C']],
      ['added', ['B', 'D']],
      ['moved', ['A']],
    ]);
  });
});
