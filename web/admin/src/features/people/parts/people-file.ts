/** Encodings that say nothing of themselves: a person looks at the names and chooses. */
export const ENCODINGS = ['windows-1252', 'windows-1250', 'windows-1251', 'windows-1254', 'macintosh'] as const;
export type Encoding = (typeof ENCODINGS)[number];

export interface PeopleFile {
  text: string;
  /** Set where the encoding is a guess that somebody has to confirm. */
  guessed?: Encoding;
}

/** The file is no text, or its end is missing. */
export class UnreadableFile extends Error {}

const MARKS: readonly [encoding: string, mark: readonly number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

function strictly(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Signs that stand in no table: a zip or a picture has them, and so has a text that is read in the wrong encoding. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const NO_TEXT = /[\x00-\x08\x0e-\x1f\x7f-\x9f]/;

/**
 * Reads a file strictly: by its mark (UTF-8, UTF-16), then as UTF-8, and what is neither in an encoding that says nothing of
 * itself, such as the one in which Excel saves CSV files on Windows.
 */
export function readPeopleFile(bytes: Uint8Array, encoding: Encoding = 'windows-1252'): PeopleFile {
  const marked = MARKS.find(([, mark]) => mark.every((byte, index) => bytes[index] === byte));
  const certain = strictly(bytes, marked?.[0] ?? 'utf-8');
  const text = certain ?? (marked ? undefined : strictly(bytes, encoding));
  if (text === undefined || (certain !== undefined && NO_TEXT.test(text))) throw new UnreadableFile();
  return certain === undefined ? { text, guessed: encoding } : { text };
}
