import { expect, test } from 'vitest';
import { sentence } from './sentence';

test.each([
  ['the archive has more than 1000 entries', 'The archive has more than 1000 entries.'],
  ["it can't be read", "It can't be read."],
  ['expected 1 to 40 of a-z', 'Expected 1 to 40 of a-z.'],
  ["imsmanifest.xml can't be read", "imsmanifest.xml can't be read."],
  ['src/page.md nests its markup too deeply', 'src/page.md nests its markup too deeply.'],
  ['cmi5 needs an outline', 'cmi5 needs an outline.'],
  ['The file holds malware.', 'The file holds malware.'],
  ['is it a package?', 'Is it a package?'],
])('%s', (words, said) => {
  expect(sentence(words)).toBe(said);
});
