/** A formula as the server finds it (functions/catalog/mdbook/src/formulas.rs). */
export interface Formula {
  start: number;
  end: number;
  open: FormulaSign;
  tex: string;
}

const SIGNS = [
  { open: '\\\\(', close: '\\\\)' },
  { open: '\\\\[', close: '\\\\]' },
  { open: '$$', close: '$$' },
  { open: '$', close: '$' },
] as const;

export type FormulaSign = (typeof SIGNS)[number]['open'];

const LONGEST = 2_000;
/** Formulas are named by characters for private use, which mean nothing elsewhere. */
const FIRST = 0xe000;
const MOST = 6_000;
const OPEN = '\uf8f0';
const CLOSE = '\uf8f1';
const STAND_IN = /\uf8f0([\ue000-\uf8ef])\1*\uf8f1/g;
const PRIVATE = /[\ue000-\uf8ff]/;
const LETTER = /[\p{L}\p{N}]/u;

export function hasPrivateCharacters(text: string): boolean {
  return PRIVATE.test(text);
}

export function formulaSource(open: string, tex: string): string {
  return open + tex + (SIGNS.find(sign => sign.open === open)?.close ?? open);
}

interface Range {
  start: number;
  end: number;
}

/** The formulas of a text outside of its code. */
export function formulasOf(text: string, code: readonly Range[]): Formula[] {
  const found: Formula[] = [];
  let next = 0;
  let position = 0;
  while (position < text.length && found.length < MOST) {
    while (next < code.length && (code[next]?.end ?? 0) <= position) next += 1;
    const within = code[next];
    if (within && within.start <= position) {
      position = within.end;
      continue;
    }
    const formula = formulaAt(text, position);
    if (formula) {
      found.push(formula);
      position = formula.end;
    } else {
      position += text[position] === '\\' ? 2 : 1;
    }
  }
  return found;
}

function formulaAt(text: string, start: number): Formula | undefined {
  const sign = SIGNS.find(({ open }) => text.startsWith(open, start));
  if (!sign) return undefined;
  const { open, close } = sign;
  const from = start + open.length;
  if (open === '$' && !mayOpen(text, start)) return undefined;
  const to = closing(text, from, at => text.startsWith(close, at) && (open !== '$' || mayClose(text, from, at)));
  if (to === undefined || text.slice(from, to).trim() === '') return undefined;
  return { start, end: to + close.length, open, tex: text.slice(from, to) };
}

function mayOpen(text: string, start: number): boolean {
  return !LETTER.test(text[start - 1] ?? '') && /\S/.test(text[start + 1] ?? '');
}

/** "$5 and $6" are prices. */
function mayClose(text: string, from: number, at: number): boolean {
  return at > from && /\S/.test(text[at - 1] ?? '') && !/[0-9]/.test(text[at + 1] ?? '');
}

/** Where it ends, within the paragraph. */
function closing(text: string, from: number, ends: (at: number) => boolean): number | undefined {
  let escaped = false;
  let isBlank = false;
  for (let at = from; at < text.length && at - from <= LONGEST; at += 1) {
    if (!escaped && ends(at)) return at;
    const character = text[at] ?? '';
    if (character === '\n') {
      if (isBlank) return undefined;
      isBlank = true;
    } else if (/\S/.test(character)) isBlank = false;
    escaped = character === '\\' && !escaped && !text.startsWith('\\\\)', at) && !text.startsWith('\\\\]', at);
  }
  return undefined;
}

/** The text with something as long in the place of each formula that Markdown takes for a word. */
export function masked(text: string, formulas: readonly Formula[]): string {
  let plain = '';
  let position = 0;
  formulas.forEach(({ start, end }, number) => {
    const name = String.fromCharCode(FIRST + number);
    plain += text.slice(position, start) + OPEN + name.repeat(end - start - 2) + CLOSE;
    position = end;
  });
  return plain + text.slice(position);
}

/** Text and formulas in order. */
export function partsOf(value: string, formulas: readonly Formula[]): (string | Formula)[] {
  const parts: (string | Formula)[] = [];
  let position = 0;
  for (const found of value.matchAll(STAND_IN)) {
    const formula = formulas[(found[1]?.charCodeAt(0) ?? 0) - FIRST];
    if (!formula) continue;
    if (found.index > position) parts.push(value.slice(position, found.index));
    parts.push(formula);
    position = found.index + found[0].length;
  }
  if (position < value.length) parts.push(value.slice(position));
  return parts;
}

/** Text with formulas as they are written, where none can be shown. */
export function unmasked(value: string, formulas: readonly Formula[]): string {
  return partsOf(value, formulas)
    .map(part => (typeof part === 'string' ? part : formulaSource(part.open, part.tex)))
    .join('');
}
