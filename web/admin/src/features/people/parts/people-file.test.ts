import { expect, test } from 'vitest';
import { readPeopleFile, UnreadableFile } from './people-file';

const NAME = 'Jürgen Größer';
const utf8 = new TextEncoder().encode(NAME);
const latin = Uint8Array.from([...NAME].map(letter => letter.charCodeAt(0)));
const utf16 = (little: boolean) =>
  Uint8Array.from(
    [...`\uFEFF${NAME}`].flatMap(sign => {
      const [low, high] = [sign.charCodeAt(0) & 0xff, sign.charCodeAt(0) >> 8];
      return little ? [low, high] : [high, low];
    }),
  );

test.each([
  ['UTF-8', utf8],
  ['UTF-8 with its mark', Uint8Array.from([0xef, 0xbb, 0xbf, ...utf8])],
  ['UTF-16 as Excel writes it', utf16(true)],
  ['UTF-16, the other way round', utf16(false)],
])('%s needs no confirmation', (_, bytes) => expect(readPeopleFile(bytes)).toEqual({ text: NAME }));

test('what is no UTF-8 is read as Windows-1252, or as somebody chooses, and is to be confirmed', () => {
  expect(readPeopleFile(latin)).toEqual({ text: NAME, guessed: 'windows-1252' });
  const greek = readPeopleFile(Uint8Array.from([0xcf, 0xe8, 0xe2, 0x80]), 'windows-1251');
  expect(greek).toEqual({ text: 'ПивЂ', guessed: 'windows-1251' });
});

test.each([
  ['a zip', [0x50, 0x4b, 0x03, 0x04, 0x00]],
  ['UTF-16 without a mark', [0x41, 0x00, 0x42, 0x00]],
  ['UTF-8 whose mark lies', [0xef, 0xbb, 0xbf, 0xff]],
  ['half a character of UTF-16', [0xff, 0xfe, 0x41]],
])('%s is no text', (_, bytes) => expect(() => readPeopleFile(Uint8Array.from(bytes))).toThrow(UnreadableFile));
