import { beforeAll, describe, expect, test } from 'vitest';
import { formatsOf, regional } from './format';
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
  expect(formatsOf('en', 'en-GB').dateTime('2026-11-28T16:55:00')).toBe('28 Nov 2026, 16:55');
  expect(formatsOf('en', 'en-US').dateTime('2026-11-28T16:55:00')).toMatch(/^Nov 28, 2026, 4:55\sPM$/);
  for (const locale of LOCALES) expect(formatsOf(locale).percent(40)).toContain('40');
});

test.each([
  ['en', ['de-AT', 'en-US'], 'en-US'],
  ['en', ['de-AT', 'de'], 'en-GB'],
  ['en', ['en'], 'en-GB'],
  ['de', ['en-GB', 'de-CH', 'de-DE'], 'de-CH'],
  ['hi', ['en-IN', 'hi'], 'hi'],
] as const)('%s for somebody who speaks %s is formatted as %s', (locale, spoken, region) => {
  expect(regional(locale, spoken)).toBe(region);
});
