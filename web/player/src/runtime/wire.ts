/**
 * Packages may set any text, also what they have packed into 16 bits a character. JSON that others read has no halves of characters, and a
 * replacement character (U+FFFD) says that a text was read wrongly. Such texts travel escaped: they begin with the escape, and each character
 * that cannot travel is the escape and another one.
 */
const ESCAPE = '\u0010';

const REPLACEMENT = 0xfffd;
const FIRST_HALF = 0xd800;
/** Halves of characters are named by as many characters from here on. */
const HALVES = 0x4e00;
const HALF_COUNT = 0x800;

const NAMED: Record<number, string> = { 0: '0', 16: 'e', [REPLACEMENT]: 'f' };
const BY_NAME = new Map(Object.entries(NAMED).map(([code, name]) => [name, String.fromCharCode(Number(code))]));

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (NAMED[code] !== undefined) return ESCAPE + NAMED[code];
  const isHalf = code >= FIRST_HALF && code < FIRST_HALF + HALF_COUNT;
  return isHalf ? ESCAPE + String.fromCharCode(code - FIRST_HALF + HALVES) : character;
}

function unescaped(name: string): string {
  const code = name.charCodeAt(0);
  if (code >= HALVES && code < HALVES + HALF_COUNT) return String.fromCharCode(code - HALVES + FIRST_HALF);
  return BY_NAME.get(name) ?? '';
}

/** As it travels. */
export function encode(value: string): string {
  // By whole characters: a half stands alone only where its other half does not follow.
  const characters = Array.from(value, escaped).join('');
  return characters === value ? value : ESCAPE + characters;
}

/** As it was set. */
export function decode(value: string): string {
  if (!value.startsWith(ESCAPE)) return value;
  const [, first = '', ...rest] = value.split(ESCAPE);
  return first + rest.map(part => unescaped(part.charAt(0)) + part.slice(1)).join('');
}
