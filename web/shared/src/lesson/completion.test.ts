import { expect, test } from 'vitest';
import { lessonsAsked } from './completion';

test.each([
  [10, 80, 8],
  [10, 100, 10],
  [3, 1, 1],
  // Rounded up, but not where it comes out even.
  [3, 67, 3],
  [3, 66, 2],
  [100, 7, 7],
  [0, 50, 0],
])('of %i lessons, %i percent are %i', (required, percent, asked) => {
  expect(lessonsAsked(required, percent)).toBe(asked);
});
