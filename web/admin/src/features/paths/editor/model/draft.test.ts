import { describe, expect, it } from 'vitest';
import { archivedStops, isDeadEnd, type KnownCourses, type Milestone } from './draft';

const known: KnownCourses = new Map(
  (['published', 'archived', 'draft'] as const).map(state => [state, { title: state, minutes: 5, state }]),
);

function milestone(...ids: string[]): Milestone {
  return { key: ids.join(), title: 'Basics', courses: ids.map(id => ({ id, optional: false })) };
}

describe('courses that are no longer offered', () => {
  it('are those that were archived', () => {
    const stops = archivedStops([milestone('published', 'archived'), milestone('draft', 'deleted')], known);
    expect(stops.map(stop => stop.id)).toEqual(['archived']);
  });

  it('leave a dead end where no required course is left', () => {
    expect(isDeadEnd([milestone('published', 'archived')], known)).toBe(false);
    expect(isDeadEnd([milestone('archived', 'draft', 'deleted')], known)).toBe(true);
    const optional = { ...milestone(), courses: [{ id: 'published', optional: true }] };
    expect(isDeadEnd([milestone('archived'), optional], known)).toBe(true);
  });
});
