import { expect, test } from 'vitest';
import { drawsIn, withDraws } from './draws';
import type { Line } from './lines';

const BANK = '01JZ8Q4N7E5T9V3W2XKBYMCD6F';

function drawing(digest: string, count = 2): string {
  return `draws: ${JSON.stringify([{ bank_id: BANK, count, taken: { count: 3, digest } }])}`;
}

test('draws are found where the API tells them, and nowhere else', () => {
  expect(drawsIn(drawing('ab'))).toMatchObject([{ bank_id: BANK, count: 2 }]);
  expect(drawsIn('draws: ["a crowd"]')).toEqual([]);
  expect(drawsIn('draws: a crowd')).toEqual([]);
  expect(drawsIn('pass_percent: 80')).toEqual([]);
});

test('they read in words, and where only what is drawn from has changed that is said', () => {
  const words = {
    of: (draws: readonly { count: number }[]) => draws.map(({ count }) => `${count} of them`).join(),
    again: (text: string) => `${text}, changed`,
  };
  const lines = (...texts: [string, string]): Line[] => [
    { change: 'same', text: 'attempts: 2', before: 1, after: 1 },
    { change: 'removed', text: texts[0], before: 2 },
    { change: 'added', text: texts[1], after: 2 },
  ];
  const read = (...texts: [string, string]) => withDraws(lines(...texts), words).map(({ text }) => text);
  expect(read(drawing('ab'), drawing('cd'))).toEqual(['attempts: 2', '2 of them', '2 of them, changed']);
  expect(read(drawing('ab'), drawing('cd', 3))).toEqual(['attempts: 2', '2 of them', '3 of them']);
});
