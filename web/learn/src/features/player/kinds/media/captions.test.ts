import { describe, expect, test } from 'vitest';
import { type Cue, cueAt, cuesOf, textIn } from './captions';

const cue = (from: number, to: number, words: string, speaker?: string): Cue => ({
  from,
  to,
  words,
  ...(speaker && { speaker }),
});

describe('WebVTT', () => {
  test('as it is written by the book', () => {
    const file = `WEBVTT - Safety at work
Kind: captions

NOTE
Made by hand
01:00.000 --> 02:00.000 is only a note

STYLE
::cue { color: lime }

REGION
id:fred

intro
00:00:01.000 --> 00:00:04.500 align:start position:10%,line-left
Hello &amp; welcome.

00:04.500 --> 00:07.250
<v Dr. Ada Byron><i>Always</i> wear
a <c.loud>helmet</c>&nbsp;<00:05.000>here.</v>

01:00:00.000 --> 01:00:01.000
An hour later.`;
    expect(cuesOf(file)).toEqual([
      cue(1, 4.5, 'Hello & welcome.'),
      cue(4.5, 7.25, 'Always wear\na helmet here.', 'Dr. Ada Byron'),
      cue(3600, 3601, 'An hour later.'),
    ]);
  });

  test('a note of one line, a cue without words and one that ends before it begins', () => {
    const file =
      'WEBVTT\n\nNOTE nothing\n\n00:01.000 --> 00:02.000\n\n00:05.000 --> 00:04.000\nback\n\n00:06.000 --> 00:07.000\nok';
    expect(cuesOf(file)).toEqual([cue(6, 7, 'ok')]);
  });

  test('words that look like something else stay words', () => {
    const file = 'WEBVTT\n\n00:01.000 --> 00:02.000\nNOTE the exits\n3 < 4 &lt;b&gt; &unknown; &#9731;&#x1F600;&#0;';
    expect(cuesOf(file)).toEqual([cue(1, 2, 'NOTE the exits\n3 < 4 <b> &unknown; ☃😀')]);
  });
});

describe('SRT', () => {
  test('with a byte order mark, Windows line ends, numbers, tags and commas', () => {
    const file =
      '\uFEFF1\r\n00:00:01,000 --> 00:00:02,500  X1:10 X2:20\r\n{\\an8}<font color="#fff">First</font> line\r\nsecond line\r\n\r\n' +
      '2\r\n00:00:03,000 --> 00:00:04,000\r\n- Yes?\r\n- No.\r\n\r\n';
    expect(cuesOf(file)).toEqual([cue(1, 2.5, 'First line\nsecond line'), cue(3, 4, '- Yes?\n- No.')]);
  });

  test('made by hand: short hours, few digits, old line ends, nothing between cues, out of order', () => {
    const file = '2\r0:0:3,5 --> 0:0:4\rlater\r1\r0:00:01.000 -> 0:00:02,000\rearlier\r \t \r7\r00:05 --> 00:06\r7\r';
    expect(cuesOf(file)).toEqual([cue(1, 2, 'earlier'), cue(3.5, 4, 'later'), cue(5, 6, '7')]);
  });

  test('lines of blanks separate cues', () => {
    expect(cuesOf('1\n00:00:01,000 --> 00:00:02,000\na\n   \n2\n00:00:02,000 --> 00:00:03,000\nb')).toEqual([
      cue(1, 2, 'a'),
      cue(2, 3, 'b'),
    ]);
  });
});

test('what is none of them has no cues', () => {
  for (const file of ['', 'WEBVTT', '\0\0\0', '{"a":1}', 'a --> b\nc', '<html>00:01.000</html>'])
    expect(cuesOf(file)).toEqual([]);
});

test('twenty thousand cues are read and found at once', () => {
  const clock = (seconds: number) => new Date(seconds * 1000).toISOString().slice(11, 23);
  const file = Array.from({ length: 20_000 }, (_, at) => `${at}\n${clock(at)} --> ${clock(at + 1)}\nword ${at}`);
  const cues = cuesOf(`WEBVTT\n\n${file.join('\n\n')}`);
  expect(cues).toHaveLength(20_000);
  expect(cues[cueAt(cues, 12_345.5)]?.words).toBe('word 12345');
});

test('the cue of a time', () => {
  const cues = [cue(1, 2, 'a'), cue(2, 3, 'b'), cue(5, 6, 'c')];
  expect([0, 1, 1.9, 2, 3, 4.9, 5, 6, 99].map(time => cueAt(cues, time))).toEqual([-1, 0, 0, 1, -1, -1, 2, -1, -1]);
  expect(cueAt([], 1)).toBe(-1);
});

test('files are read in the encoding that they are in', () => {
  const bytes = (...all: number[]) => new Uint8Array(all).buffer;
  expect(textIn(bytes(0xef, 0xbb, 0xbf, 0xc3, 0xa9))).toBe('é');
  expect(textIn(bytes(0xe9, 0x41, 0xfc))).toBe('éAü');
  expect(textIn(bytes(0xff, 0xfe, 0x41, 0x00))).toBe('A');
  expect(textIn(bytes(0xfe, 0xff, 0x00, 0x41))).toBe('A');
  expect(textIn(bytes())).toBe('');
});
