import { expect, test } from 'vitest';
import { isRegradingAwaited } from './regraded';

const CHANGE = { member_id: 'lena', number: 2, after_percent: 100, passed_after: true };
const BEFORE = { member_id: 'lena', number: 2, percent: 50, passed: false };

test('a new result is awaited until the attempt has it', () => {
  expect(isRegradingAwaited([BEFORE], [CHANGE])).toBe(true);
  expect(isRegradingAwaited([{ ...BEFORE, percent: 100 }], [CHANGE])).toBe(true);
  expect(isRegradingAwaited([{ ...BEFORE, percent: 100, passed: true }], [CHANGE])).toBe(false);
});

test('nothing is awaited of attempts that do not change or are not shown', () => {
  expect(isRegradingAwaited([BEFORE], [])).toBe(false);
  expect(isRegradingAwaited([{ ...BEFORE, number: 1 }], [CHANGE])).toBe(false);
  expect(isRegradingAwaited([{ ...BEFORE, member_id: 'luca' }], [CHANGE])).toBe(false);
});
