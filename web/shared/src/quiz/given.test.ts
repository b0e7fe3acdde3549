import { expect, test } from 'vitest';
import {
  type AnswerState,
  answerState,
  type Given,
  inOrder,
  MOST_POINTS,
  marked,
  moved,
  partsOf,
  placeIn,
  type Shown,
  steered,
  toggled,
  WHOLE,
  withEntry,
} from './given';

function shown(kind: Shown['kind'], more: Partial<Shown> = {}): Shown {
  return { id: 'q1', kind, html: '', points: 1, ...more };
}

const two = [
  { id: 'a', html: 'A' },
  { id: 'b', html: 'B' },
];

test.each<[Shown, Given | undefined, AnswerState]>([
  [shown('single'), undefined, 'not-answered'],
  [shown('single'), { kind: 'single', choice: 'a' }, 'answered'],
  [shown('multiple'), { kind: 'multiple', choices: [] }, 'not-answered'],
  [shown('multiple'), { kind: 'multiple', choices: ['a'] }, 'answered'],
  [shown('true_false'), { kind: 'true_false', value: false }, 'answered'],
  [shown('numeric'), { kind: 'numeric', value: ' ', unit: 'kg' }, 'not-answered'],
  [shown('numeric'), { kind: 'numeric', value: '0' }, 'answered'],
  [shown('text'), { kind: 'text', text: ' ' }, 'not-answered'],
  [shown('ordering', { items: two }), { kind: 'ordering', order: ['b', 'a'] }, 'answered'],
  [shown('matching', { prompts: two }), { kind: 'matching', pairs: { a: 'x' } }, 'partly-answered'],
  [shown('matching', { prompts: two }), { kind: 'matching', pairs: {} }, 'not-answered'],
  [shown('matching', { prompts: two }), { kind: 'matching', pairs: { a: 'x', b: 'x' } }, 'answered'],
  [shown('gaps', { gaps: [{ id: '1' }, { id: '2' }] }), { kind: 'gaps', gaps: { 1: 'x', 2: ' ' } }, 'partly-answered'],
  [shown('gaps', { gaps: [{ id: '1' }] }), { kind: 'gaps', gaps: { 1: 'x' } }, 'answered'],
  [shown('hotspot'), { kind: 'hotspot', points: [] }, 'not-answered'],
  [shown('hotspot'), { kind: 'hotspot', points: [{ x: 0, y: 0 }] }, 'answered'],
])('how far a question is answered: %j %j', (question, given, state) => {
  expect(answerState(question, given)).toBe(state);
});

test('an item moves to its place, and nowhere beyond the list', () => {
  expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
  expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'c', 'b']);
  expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
  expect(moved(['a', 'b'], 1, 2)).toEqual(['a', 'b']);
});

test('items stand as they were put; a new one comes last', () => {
  expect(inOrder(two, ['b', 'a']).map(({ id }) => id)).toEqual(['b', 'a']);
  expect(inOrder([...two, { id: 'c', html: '' }], ['c', 'b']).map(({ id }) => id)).toEqual(['c', 'b', 'a']);
  expect(inOrder(two, undefined)).toEqual(two);
});

test('what is chosen again is not chosen, and what is empty is no answer', () => {
  expect(toggled(['a'], 'b')).toEqual(['a', 'b']);
  expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
  expect(withEntry({ a: 'x' }, 'b', 'y')).toEqual({ a: 'x', b: 'y' });
  expect(withEntry({ a: 'x' }, 'a', '')).toEqual({});
});

test('arrow keys steer within the picture, with Shift by little', () => {
  expect(steered({ x: 5000, y: 5000 }, 'ArrowRight', false)).toEqual({ x: 5200, y: 5000 });
  expect(steered({ x: 5000, y: 5000 }, 'ArrowUp', true)).toEqual({ x: 5000, y: 4975 });
  expect(steered({ x: 100, y: WHOLE }, 'ArrowLeft', false)).toEqual({ x: 0, y: WHOLE });
  expect(steered({ x: 0, y: WHOLE }, 'ArrowDown', false)).toEqual({ x: 0, y: WHOLE });
  expect(steered({ x: 0, y: 0 }, 'Enter', false)).toBeUndefined();
});

test('a place is told by the size of the picture, not of the page', () => {
  const box = { left: 100, top: 50, width: 400, height: 200 };
  expect(placeIn(box, 300, 100)).toEqual({ x: 5000, y: 2500 });
  expect(placeIn(box, 90, 260)).toEqual({ x: 0, y: WHOLE });
});

test('one mark replaces the other where one is wanted', () => {
  expect(marked([{ x: 1, y: 1 }], { x: 2, y: 2 }, false)).toEqual([{ x: 2, y: 2 }]);
  expect(marked([{ x: 1, y: 1 }], { x: 1, y: 1 }, true)).toEqual([{ x: 1, y: 1 }]);
  const many = Array.from({ length: MOST_POINTS }, (_, x) => ({ x, y: 0 }));
  expect(marked(many, { x: 99, y: 0 }, true)).toHaveLength(MOST_POINTS);
});

test('a text is told apart at its gaps', () => {
  expect(partsOf('Press {{1}} or {{2}}.')).toEqual([
    { words: 'Press ' },
    { gap: '1' },
    { words: ' or ' },
    { gap: '2' },
    { words: '.' },
  ]);
  expect(partsOf('{{x}}')).toEqual([{ words: '{{x}}' }]);
});
