import { expect, test } from 'vitest';
import type { GivenOf, Shown } from './given';
import { judgedParts } from './judged';

const html = '';
const choices = [
  { id: 'a', html },
  { id: 'b', html },
];

test('each pair is right, wrong or missing', () => {
  const question: Shown = { id: 'q', kind: 'matching', html, points: 3, prompts: [...choices, { id: 'c', html }] };
  const given: GivenOf<'matching'> = { kind: 'matching', pairs: { a: 'x', b: 'x' } };
  const right: GivenOf<'matching'> = { kind: 'matching', pairs: { a: 'x', b: 'y', c: 'z' } };
  expect([...(judgedParts(question, given, { points: 1, right }) ?? [])]).toEqual([
    ['a', 'right'],
    ['b', 'wrong'],
    ['c', 'unanswered'],
  ]);
});

test('nothing is judged where the right answer may not be seen, or nothing was answered', () => {
  const question: Shown = { id: 'q', kind: 'matching', html, points: 1, prompts: choices };
  const answer: GivenOf<'matching'> = { kind: 'matching', pairs: { a: 'x', b: 'x' } };
  expect(judgedParts(question, answer, { points: 1 })).toBeUndefined();
  expect(judgedParts(question, undefined, { points: 0, right: answer })).toBeUndefined();
});

test('an item is right where it follows the one that it should', () => {
  const question: Shown = { id: 'q', kind: 'ordering', html, points: 1 };
  const right: GivenOf<'ordering'> = { kind: 'ordering', order: ['a', 'b', 'c'] };
  const judged = (order: string[]) => [
    ...(judgedParts(question, { kind: 'ordering', order }, { points: 0, right }) ?? []),
  ];
  expect(judged(['a', 'b', 'c']).map(([, verdict]) => verdict)).toEqual(['right', 'right', 'right']);
  expect(judged(['b', 'c', 'a'])).toEqual([
    ['b', 'wrong'],
    ['c', 'right'],
    ['a', 'wrong'],
  ]);
});

const texts: Shown = { id: 'q', kind: 'gaps', html, points: 1, gaps: [{ id: '1' }, { id: '2' }, { id: '3', choices }] };
const right: GivenOf<'gaps'> = { kind: 'gaps', gaps: { 1: 'start', 2: 'stop', 3: 'a' } };

test.each([
  ['as it is written', { 1: 'start', 2: 'stop', 3: 'a' }, 1, ['right', 'right', 'right']],
  ['capitals and spaces', { 1: ' Start', 2: 'go', 3: 'b' }, 0.33, ['right', 'wrong', 'wrong']],
  ['another accepted text', { 1: 'begin', 2: 'halt', 3: 'b' }, 0.67, ['right', 'right', 'wrong']],
  ['capitals that count', { 1: 'Start', 2: 'go', 3: 'a' }, 0.33, ['wrong', 'wrong', 'right']],
  ['one of two unknown texts', { 1: 'begin', 2: 'go', 3: 'a' }, 0.67, [undefined, undefined, 'right']],
  ['a text that earns half', { 1: 'begin', 2: 'go', 3: 'a' }, 0.5, [undefined, undefined, 'right']],
  ['nothing in it', { 2: 'stop', 3: '' }, 0.33, ['unanswered', 'right', 'unanswered']],
])('gaps: %s', (_, gaps, points, verdicts) => {
  const judged = judgedParts(texts, { kind: 'gaps', gaps: gaps as GivenOf<'gaps'>['gaps'] }, { points, right });
  expect(['1', '2', '3'].map(id => judged?.get(id))).toEqual(verdicts);
});
