import { expect, test } from 'vitest';
import cases from '../../../../shared/core/src/folding-cases.json';
import { folded, hasWords } from './folding';

test.each(cases.folded)('%s folds to %s', (text, expected) => {
  expect(folded(text as string)).toBe(expected);
});

test.each(cases.found)('$query in $text: $found', ({ text, query, found }) => {
  expect(hasWords(text, query)).toBe(found);
});
