import { expect, test } from 'vitest';
import { isShort, momentBetween, secondsLeft, skewOf } from './clock';

const NOON = Date.parse('2027-01-01T12:00:00Z');

test('a device whose clock is wrong has as much time as any other', () => {
  const wrong = NOON - 3_600_000;
  const skew = skewOf('2027-01-01T12:00:00Z', wrong);
  expect(skew).toBe(3_600_000);
  expect(secondsLeft('2027-01-01T12:20:00Z', skew, wrong)).toBe(1200);
  expect(secondsLeft('2027-01-01T12:20:00Z', skew, wrong + 1_199_500)).toBe(1);
  expect(secondsLeft('2027-01-01T12:20:00Z', skew, wrong + 1_300_000)).toBe(0);
});

test('the time is said at few moments, and at one of them once', () => {
  expect(momentBetween(601, 600)).toBe(600);
  expect(momentBetween(600, 599)).toBeUndefined();
  expect(momentBetween(299, 250)).toBeUndefined();
  // A device that slept is told of the last moment that it missed.
  expect(momentBetween(2000, 45)).toBe(60);
  expect(momentBetween(1200, 1199)).toBeUndefined();
});

test('the last minute is short', () => {
  expect(isShort(61)).toBe(false);
  expect(isShort(60)).toBe(true);
});
