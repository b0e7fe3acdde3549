import { describe, expect, test } from 'vitest';
import { letsLook, seatsOf, wayIn } from './way-in';

const AT = '2026-11-29T10:00:00Z';
const pending = { state: 'pending', requested_at: AT } as const;
const declined = { state: 'declined', requested_at: AT, reason: 'Not now' } as const;
const approved = { state: 'approved', requested_at: AT } as const;
const invited = { state: 'pending', invited_at: AT } as const;
const turnedDown = { state: 'declined', invited_at: AT } as const;

describe('the way into a course', () => {
  test.each([
    ['enrol', {}],
    ['enrol', { enrolment: { mode: 'open' }, request: declined }],
    ['ask', { enrolment: { mode: 'approval' } }],
    ['wait', { enrolment: { mode: 'approval' }, request: pending }],
    ['ask-again', { enrolment: { mode: 'approval' }, request: declined }],
    // It was taken, and left.
    ['ask', { enrolment: { mode: 'approval' }, request: approved }],
    ['accept', { enrolment: { mode: 'approval' }, request: declined, invitation: invited }],
    ['ask', { enrolment: { mode: 'approval' }, invitation: turnedDown }],
    ['accept', { enrolment: { mode: 'invitation' }, invitation: invited }],
    ['be-invited', { enrolment: { mode: 'invitation' }, invitation: turnedDown }],
    ['be-invited', { enrolment: { mode: 'invitation' }, request: pending }],
  ] as const)('%s', (way, course) => {
    expect(wayIn(course)).toBe(way);
  });
});

test.each([
  [true, {}],
  [true, { enrolment: { mode: 'open', seats: 3 } }],
  [false, { enrolment: { mode: 'approval' } }],
  [false, { enrolment: { mode: 'invitation' } }],
  [true, { enrolment: { mode: 'invitation' }, has_changes: false }],
] as const)('who does not take a course may look into it: %s', (may, course) => {
  expect(letsLook(course)).toBe(may);
});

test.each([
  ['free', undefined],
  ['free', { taken: 2, left: 1, is_counting: false }],
  // An author has lowered their number since.
  ['full', { taken: 9, left: 0, is_counting: false }],
  ['counting', { taken: 1, left: 5, is_counting: true }],
] as const)('seats are %s', (state, seat_use) => {
  expect(seatsOf({ ...(seat_use && { seat_use }) })).toBe(state);
});
