import { expect, test } from 'vitest';
import { endedByTime, hindranceOf, numbersIn, pastAttempts, withWaitingAnswers } from './attempt';

const questions = ['q1', 'q2', 'q3'].map(id => ({ id, kind: 'text' as const, html: '', points: 1 }));

function waiting(questionId: string, text: string) {
  const answer = { kind: 'text' as const, text };
  return { courseId: 'C', lessonId: 'l1', number: 1, lesson: 'Safety', questionId, answer, sequence: 1 };
}

test('an answer that waits counts before the one that the API has', () => {
  const known = { q1: { kind: 'text' as const, text: 'old' }, q2: { kind: 'text' as const, text: 'kept' } };
  const answers = withWaitingAnswers(known, [waiting('q1', 'new')]);
  expect(answers).toMatchObject({ q1: { text: 'new' }, q2: { text: 'kept' } });
  expect(numbersIn('not-answered', questions, answers)).toEqual([3]);
  expect(numbersIn('not-answered', questions, {})).toEqual([1, 2, 3]);
});

test('a question of several gaps that is answered in part is neither answered nor unanswered', () => {
  const gaps = { id: 'q4', kind: 'gaps' as const, html: '{{1}} {{2}}', points: 1, gaps: [{ id: '1' }, { id: '2' }] };
  const all = [...questions, gaps];
  const answers = { q1: { kind: 'text' as const, text: 'x' }, q4: { kind: 'gaps' as const, gaps: { 2: 'x' } } };
  expect(numbersIn('answered', all, answers)).toEqual([1]);
  expect(numbersIn('partly-answered', all, answers)).toEqual([4]);
  expect(numbersIn('not-answered', all, answers)).toEqual([2, 3]);
});

test('why no attempt can be begun', () => {
  const now = Date.parse('2027-01-01T12:00:00Z');
  const [before, after] = ['2027-01-01T11:00:00Z', '2027-01-01T13:00:00Z'];
  expect(hindranceOf({}, {}, now)).toBeUndefined();
  expect(hindranceOf({ opens_at: before, closes_at: after }, { attempts_left: 1, next_attempt_at: before }, now)).toBe(
    undefined,
  );
  expect(hindranceOf({ opens_at: after }, {}, now)).toEqual({ why: 'not-open', at: after });
  expect(hindranceOf({ closes_at: before }, { attempts_left: 0 }, now)).toEqual({ why: 'closed', at: before });
  expect(hindranceOf({}, { attempts_left: 0, next_attempt_at: after }, now)).toEqual({ why: 'none-left' });
  expect(hindranceOf({}, { next_attempt_at: after }, now)).toEqual({ why: 'cooling-off', at: after });
});

test('an attempt that ended at its deadline ended by time, whoever handed it in', () => {
  const due_at = '2027-01-01T12:20:00.250Z';
  expect(endedByTime({ due_at, submitted_at: due_at })).toBe(true);
  expect(endedByTime({ due_at, submitted_at: '2027-01-01T12:19:59Z' })).toBe(false);
  expect(endedByTime({ submitted_at: due_at })).toBe(false);
  expect(endedByTime({ due_at })).toBe(false);
});

test('what is over is listed, the last one first', () => {
  const attempt = (number: number, state: 'open' | 'submitted' | 'expired') => ({ number, state, begun_at: '' });
  const past = pastAttempts([attempt(1, 'expired'), attempt(2, 'submitted'), attempt(3, 'open')]);
  expect(past.map(({ number }) => number)).toEqual([2, 1]);
});
