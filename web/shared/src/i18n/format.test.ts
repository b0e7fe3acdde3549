import { beforeAll, describe, expect, test } from 'vitest';
import { clock, formatsOf, regional } from './format';
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

test.each([
  [0, '0:00'],
  [59.9, '0:59'],
  [754, '12:34'],
  [3661, '1:01:01'],
])('%s seconds are %s', (seconds, words) => expect(clock(seconds)).toBe(words));

test.each([
  [0, '0 kB'],
  [2_400, '2.4 kB'],
  [640_000, '640 kB'],
  [2_440_000, '2.4 MB'],
  [5_368_709_120, '5.4 GB'],
])('%s bytes are %s', (bytes, words) => expect(formatsOf('en', 'en-GB').size(bytes)).toBe(words));
