import { expect, test } from 'vitest';
import { copyTitle, LONGEST_TITLE } from './title';

const words = (title: string) => `Copy of ${title}`;

test('a copy is named after its course, as far as there is room', () => {
  expect(copyTitle(words, 'Safety')).toBe('Copy of Safety');
  expect(copyTitle(words, 'x'.repeat(LONGEST_TITLE))).toHaveLength(LONGEST_TITLE);
  expect([...copyTitle(words, '🦺'.repeat(LONGEST_TITLE))]).toHaveLength(LONGEST_TITLE);
});
