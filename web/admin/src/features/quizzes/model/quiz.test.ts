import { expect, test } from 'vitest';
import { withNewest } from './draws';
import { faultKey, faultsOfQuestion, faultsOfQuiz } from './faults';
import { areaOf, copyOf, newQuestion, QUESTION_KINDS, type Question, withGapAt, withGapsOf } from './question';
import { askedCount, type QuizContent, quizText, sentQuiz } from './quiz';
import { shownOf } from './shown';

const SINGLE: Question = {
  id: 'q1',
  kind: 'single',
  text: 'Which?',
  answers: [
    { text: 'This', right: true, feedback: 'Yes' },
    { text: 'That', right: false },
  ],
};

function quiz(questions: Question[], more: Partial<QuizContent> = {}): QuizContent {
  return { kind: 'quiz', questions, ...more };
}

test('what the API fills in is no change, and what is blank is not sent', () => {
  const saved = sentQuiz(quiz([SINGLE]));
  expect(quizText(quiz([SINGLE]))).toBe(quizText(saved));
  const blank = { ...SINGLE, tags: [' '], feedback: ' ', answers: [...SINGLE.answers, { text: ' ', right: false }] };
  expect(quizText(quiz([blank]))).toBe(quizText(saved));
  expect(sentQuiz(quiz([blank])).questions).toEqual([SINGLE]);
});

test('whatever is changed in a quiz can be told from its text', () => {
  const before = quizText(quiz([SINGLE]));
  const others: QuizContent[] = [
    quiz([{ ...SINGLE, points: 2 }]),
    quiz([{ ...SINGLE, tags: ['fire'] }]),
    quiz([{ ...SINGLE, answers: SINGLE.answers.map(answer => ({ ...answer, right: !answer.right })) }]),
    quiz([SINGLE, copyOf(SINGLE)]),
    quiz([SINGLE], { pass_percent: 50 }),
    quiz([SINGLE], { attempts: 3 }),
    quiz([SINGLE], { score_feedback: [{ from_percent: 0, text: 'Well' }] }),
  ];
  const texts = others.map(quizText);
  expect(new Set([before, ...texts]).size).toBe(others.length + 1);
});

test.each(QUESTION_KINDS)('a new question of kind %s asks for its text first', kind => {
  expect(faultsOfQuestion(newQuestion(kind))[0]).toEqual(['text', 'text']);
  expect(newQuestion(kind).id).toMatch(/^[a-z0-9_-]{1,40}$/);
});

test.each<[string, Partial<Question>, string | undefined]>([
  ['one right', {}, undefined],
  ['two right', { answers: SINGLE.answers.map(each => ({ ...each, right: true })) } as Partial<Question>, 'one-right'],
  ['one answer', { answers: SINGLE.answers.slice(0, 1) } as Partial<Question>, 'few-answers'],
  ['tenths', { points: 0.3 }, undefined],
  ['less than tenths', { points: 0.25 }, 'points'],
])('a question with %s', (_, more, fault) => {
  expect(faultsOfQuestion({ ...SINGLE, ...more } as Question)[0]?.[1]).toBe(fault);
});

test.each<[Question, string | undefined]>([
  [{ id: 'q', kind: 'numeric', text: 'n', accepted: [{ value: '3,5', tolerance: '0.1' }] }, undefined],
  [{ id: 'q', kind: 'numeric', text: 'n', accepted: [{ value: 'x' }] }, 'number'],
  [{ id: 'q', kind: 'numeric', text: 'n', accepted: [{ value: '1', tolerance: '-1' }] }, 'tolerance'],
  [{ id: 'q', kind: 'numeric', text: 'n', accepted: [{ value: '1' }], unit_required: true }, 'no-units'],
  [{ id: 'q', kind: 'numeric', text: 'n', accepted: [{ value: '1' }], units: [{ name: 'g', factor: '0' }] }, 'factor'],
  [{ id: 'q', kind: 'text', text: 'n', accepted: [{ pattern: 'a', percent: 50 }] }, 'full'],
  [{ id: 'q', kind: 'ordering', text: 'n', items: ['a', 'a'] }, 'twice'],
  [{ id: 'q', kind: 'ordering', text: 'n', items: ['a', ' '] }, 'few-items'],
  [{ id: 'q', kind: 'matching', text: 'n', pairs: [pair('a', 'b'), pair('c', '')] }, 'half-pair'],
  [{ id: 'q', kind: 'matching', text: 'n', pairs: [pair('a', 'b'), pair('c', 'b')] }, undefined],
  [{ id: 'q', kind: 'matching', text: 'n', pairs: [pair('a', 'b'), pair('c', 'd')], distractors: ['d'] }, 'twice'],
  [{ id: 'q', kind: 'gaps', text: 'No gap', gaps: [] }, 'gaps'],
  [{ id: 'q', kind: 'gaps', text: '{{1}} {{3}}', gaps: [gap('a'), gap('b')] }, 'gaps'],
  [{ id: 'q', kind: 'gaps', text: '{{1}}', gaps: [gap('')] }, 'gap'],
  [{ id: 'q', kind: 'gaps', text: '{{1}}', gaps: [gap('a')] }, undefined],
  [{ id: 'q', kind: 'hotspot', text: 'n', picture: '', areas: [] }, 'picture'],
  [{ id: 'q', kind: 'hotspot', text: 'n', picture: 'ab', areas: [] }, 'no-area'],
])('what is wrong with %j', (question, fault) => {
  expect(faultsOfQuestion(question)[0]?.[1]).toBe(fault);
});

function pair(prompt: string, answer: string) {
  return { prompt, answer };
}

function gap(pattern: string) {
  return { accepted: [{ pattern }] };
}

test('rules of a quiz are checked at their fields', () => {
  const fire = { ...SINGLE, tags: ['fire'] };
  expect([...faultsOfQuiz(quiz([fire], { draws: [{ tag: 'fire', count: 1 }], attempts: 3 }))]).toEqual([]);
  const bad = quiz([fire, { ...fire, id: 'q2', text: '' }], {
    attempts: 0,
    pass_percent: Number.NaN,
    opens_at: '2027-01-02T00:00:00Z',
    closes_at: '2027-01-01T00:00:00Z',
    draws: [{ tag: 'fire', count: 3 }],
  });
  expect(Object.fromEntries(faultsOfQuiz(bad))).toEqual({
    attempts: 'whole-number',
    pass_percent: 'whole-number',
    closes_at: 'window',
    draws: 'draw-few',
    [faultKey('q2', 'text')]: 'text',
  });
  expect(faultsOfQuiz(quiz([], { review_after_closing: true }))).toEqual(
    new Map([
      ['review_after_closing', 'never-closes'],
      ['questions', 'no-questions'],
    ]),
  );
});

test('an attempt asks what is drawn and all the rest', () => {
  const of = (id: string, tag?: string): Question => ({ ...SINGLE, id, ...(tag && { tags: [tag] }) });
  const questions = [of('a', 'fire'), of('b', 'fire'), of('c', 'fire'), of('d')];
  expect(askedCount(quiz(questions, { draws: [{ tag: 'fire', count: 2 }] }))).toBe(3);
  expect(askedCount(quiz(questions))).toBe(4);
  expect(askedCount(quiz(questions, { draws: [{ tag: 'fire', count: 9 }, { count: 1 }] }))).toBe(4);
});

const BANK = {
  bank_id: '01JZ8Q4N7E5T9V3W2XKBYMCD6F',
  title: 'Fire safety',
  digest: 'now',
  question_count: 5,
  tags: [{ tag: 'fire', question_count: 2 }],
};

test('a draw from a bank takes what the bank has now; of one that is gone it keeps what it has', () => {
  const all = { bank_id: BANK.bank_id, count: 1, taken: { digest: 'before', count: 3 } };
  expect(withNewest(all, BANK).taken).toEqual({ digest: 'now', count: 5 });
  expect(withNewest({ ...all, tag: 'fire' }, BANK).taken).toEqual({ digest: 'now', count: 2 });
  expect(withNewest({ ...all, tag: 'water' }, BANK).taken).toEqual({ digest: 'now', count: 0 });
  expect(withNewest(all, undefined)).toEqual(all);
  expect(quizText(quiz([], { draws: [all] }))).not.toBe(quizText(quiz([], { draws: [withNewest(all, BANK)] })));
});

test('a quiz may draw from banks alone, and only what they have', () => {
  const drawing = (count: number, tag?: string) =>
    quiz([], { draws: [withNewest({ bank_id: BANK.bank_id, count, ...(tag && { tag }) }, BANK)] });
  expect(faultsOfQuiz(drawing(5)).size).toBe(0);
  expect(askedCount(drawing(5))).toBe(5);
  expect(sentQuiz(drawing(5))).not.toHaveProperty('questions');
  expect(faultsOfQuiz(drawing(3, 'fire'))).toEqual(new Map([['draws', 'draw-few']]));
  const twice = [...(drawing(1).draws ?? []), ...(drawing(2).draws ?? [])];
  expect(faultsOfQuiz(quiz([], { draws: twice }))).toEqual(new Map([['draws', 'draw-twice']]));
  // One's own questions with the tag that is drawn from in a bank are always asked.
  const own = { ...SINGLE, tags: ['fire'] };
  expect(askedCount(quiz([own], { draws: drawing(2, 'fire').draws ?? [] }))).toBe(3);
  expect(
    faultsOfQuiz(quiz([own], { draws: [{ tag: 'fire', count: 1 }, ...(drawing(2, 'fire').draws ?? [])] })).size,
  ).toBe(0);
});

test('gaps follow the text, and what is written for one is not lost while its number is typed', () => {
  const begun = newQuestion('gaps') as Extract<Question, { kind: 'gaps' }>;
  const one = withGapsOf(begun, withGapAt('Press ', 6));
  expect(one.text).toBe('Press {{1}}');
  expect(one.gaps).toHaveLength(1);
  const written = { ...one, gaps: [gap('go')] };
  expect(withGapsOf(written, 'Press {{').gaps).toEqual([gap('go')]);
  expect(withGapsOf(written, 'Press {{1}} {{2}}').gaps).toHaveLength(2);
  expect(withGapsOf(withGapsOf(written, 'Press {{1}} {{2}}'), 'Press {{1}}').gaps).toHaveLength(1);
});

test('marks make areas; a circle is round on the picture', () => {
  const [a, b, c] = [
    { x: 5000, y: 8000 },
    { x: 1000, y: 2000 },
    { x: 0, y: 0 },
  ] as const;
  expect(areaOf('rectangle', [a, b], 2)?.coordinates).toEqual([1000, 2000, 5000, 8000]);
  expect(areaOf('polygon', [a, b], 2)).toBeUndefined();
  expect(areaOf('polygon', [a, b, c], 2)?.coordinates).toEqual([5000, 8000, 1000, 2000, 0, 0]);
  expect(
    areaOf(
      'circle',
      [
        { x: 5000, y: 5000 },
        { x: 6000, y: 5000 },
      ],
      2,
    )?.coordinates,
  ).toEqual([5000, 5000, 1000, 2000]);
});

test('what learners get in the preview does not stand in the right order', () => {
  const order: Question = { id: 'q', kind: 'ordering', text: 'Order', items: ['a', 'b', 'c'] };
  const shown = shownOf(order, markdown => `<p>${markdown}</p>`, undefined);
  expect(shown.html).toBe('<p>Order</p>');
  expect(shown.items?.map(({ html }) => html)).toEqual(['<p>b</p>', '<p>a</p>', '<p>c</p>']);
  const match = shownOf(
    { id: 'q', kind: 'matching', text: 'Match', pairs: [pair('a', 'x'), pair('b', 'x')], distractors: ['y'] },
    text => text,
    undefined,
  );
  expect(match.answers?.map(({ html }) => html)).toEqual(['y', 'x']);
});
