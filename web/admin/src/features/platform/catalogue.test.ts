import { expect, test } from 'vitest';
import { canBeOffered, type OfferState } from './catalogue';

const COURSE = { course_id: 'C', title: 'Fire safety', summary: '', state: 'published' } as const;

function offer(state: OfferState, version: number) {
  const at = '2026-11-29T18:00:00Z';
  return { state, version, validation: { by: 'Board', at }, requested_at: at };
}

test.each([
  ['what was never published', false, {}],
  ['what is published first', true, { version: 1 }],
  ['what is a draft again', false, { version: 1, state: 'draft' }],
  ['what workspaces have', false, { version: 2, offer: offer('offered', 2) }],
  ['what is on its way', false, { version: 2, offer: offer('pending', 2) }],
  ['a newer version', true, { version: 3, offer: offer('offered', 2) }],
  ['a newer version than the one on its way', true, { version: 3, offer: offer('pending', 2) }],
  ['what was withdrawn', true, { version: 2, offer: offer('withdrawn', 2) }],
] as const)('%s can be offered: %s', (_, can, course) => {
  expect(canBeOffered({ ...COURSE, ...course })).toBe(can);
});
