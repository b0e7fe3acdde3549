/** Accents, Hebrew and Arabic points, the nukta of Devanagari, and what is invisible: left out by those who type. */
const LEFT_OUT =
  /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u093c\u00ad\u200b-\u200f\u2060\ufeff]/g;

/** Letters that are typed as others and that no normal form takes apart. */
const TYPED: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ħ: 'h',
  ŧ: 't',
  ı: 'i',
  ς: 'σ',
  '‘': "'",
  '’': "'",
  ʼ: "'",
  '′': "'",
  '‐': '-',
  '‒': '-',
  '–': '-',
  '—': '-',
  '−': '-',
};
const TYPED_LETTERS = new RegExp(`[${Object.keys(TYPED).join('')}]`, 'g');

/**
 * A text as it is compared in a search: compatibility forms, accents and capitals make no difference. The API folds in the same
 * way (`shared/core/src/folding.rs`); both are held against `folding-cases.json`.
 */
export function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(LEFT_OUT, '')
    .toLowerCase()
    .replace(TYPED_LETTERS, letter => TYPED[letter] ?? letter)
    .normalize('NFC');
}

/** Whether every word of a search stands somewhere in a text. */
export function hasWords(text: string, query: string): boolean {
  const said = folded(text);
  return folded(query)
    .split(/\s+/)
    .every(word => said.includes(word));
}
