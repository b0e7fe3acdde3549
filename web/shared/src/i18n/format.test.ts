import { beforeAll, describe, expect, test } from 'vitest';
import { formatsOf } from './format';
import { LOCALES } from './locales';
import { activateLocale } from './text';

describe('durations', () => {
  beforeAll(() => activateLocale('en'));
  test.each([
    [5, '5 min'],
    [60, '1 hr'],
    [65, '1 hr 5 min'],
    [0, '0 min'],
  ])('%s minutes', (minutes, words) => expect(formatsOf('en').minutes(minutes)).toBe(words));
});

test('numbers, dates and spans are those of the language', () => {
  expect(formatsOf('de').number(1234567)).toBe('1.234.567');
  expect(formatsOf('hi').number(1234567)).toBe('12,34,567');
  expect(formatsOf('it').date('2026-05-03T12:00:00Z')).toBe('3 mag 2026');
  expect(formatsOf('en').ago(new Date(Date.now() - 2 * 3_600_000 - 1000).toISOString())).toBe('2 hours ago');
  for (const locale of LOCALES) expect(formatsOf(locale).percent(40)).toContain('40');
});
