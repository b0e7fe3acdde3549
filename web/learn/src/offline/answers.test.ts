import { NetworkError, ProblemError } from 'shared/api/problem';
import { beforeEach, expect, test, vi } from 'vitest';

const put = vi.hoisted(() => vi.fn());
vi.mock('shared/api/client', () => ({ api: { PUT: put } }));

const { addAnswer, flagsOf, keepFlags, nextSequence, onAnswers, sendAnswers, waitingAnswers } = await import(
  './answers'
);

const ATTEMPT = { courseId: 'C', lessonId: 'l1', number: 2 };

function answer(questionId: string, text: string, sequence: number) {
  return { ...ATTEMPT, lesson: 'Safety', questionId, answer: { kind: 'text' as const, text }, sequence };
}

function answerOf(status: number) {
  const error = { type: '/problems/rule-broken', title: 'No', status, detail: 'No.', request_id: 'x' };
  return { ...(status < 400 ? { data: {} } : { error }), response: new Response(null, { status }) };
}

const sent = () => put.mock.calls.map(([, { params, body }]) => [params.path.question_id, body.answer.text]);
const waiting = () => waitingAnswers(ATTEMPT).map(each => each.answer);

beforeEach(() => {
  localStorage.clear();
  put.mockReset();
  put.mockResolvedValue(answerOf(200));
});

test('answers are sent in the order in which they were given, of each question the last one', async () => {
  addAnswer(answer('q2', 'first', 1));
  addAnswer(answer('q1', 'second', 2));
  addAnswer(answer('q2', 'third', 3));
  expect(await sendAnswers()).toEqual([]);
  expect(sent()).toEqual([
    ['q1', 'second'],
    ['q2', 'third'],
  ]);
  expect(waiting()).toEqual([]);
});

test('without network they wait, and nothing is sent past them', async () => {
  addAnswer(answer('q1', 'a', 1));
  addAnswer(answer('q2', 'b', 2));
  put.mockRejectedValueOnce(new NetworkError('cut'));
  expect(await sendAnswers()).toEqual([]);
  expect(put).toHaveBeenCalledTimes(1);
  expect(waiting()).toHaveLength(2);
  await sendAnswers();
  expect(waiting()).toEqual([]);
});

test('an answer that is changed while it is sent is not lost', async () => {
  addAnswer(answer('q1', 'a', 1));
  put.mockImplementationOnce(async () => {
    addAnswer(answer('q1', 'b', 2));
    return answerOf(200);
  });
  await sendAnswers();
  expect(waiting()).toEqual([{ kind: 'text', text: 'b' }]);
});

test('what is refused for good is told once for a lesson; a busy API gets it again', async () => {
  addAnswer(answer('q1', 'a', 1));
  addAnswer(answer('q2', 'b', 2));
  put.mockResolvedValue(answerOf(409));
  const refused = await sendAnswers();
  expect(refused).toMatchObject([{ of: 'answers', lesson: 'Safety', lessonId: 'l1' }]);
  expect(refused[0]?.error).toBeInstanceOf(ProblemError);
  expect(waiting()).toEqual([]);
  addAnswer(answer('q1', 'a', 3));
  addAnswer(answer('q2', 'b', 4));
  put.mockResolvedValueOnce(answerOf(503)).mockResolvedValueOnce(answerOf(200));
  expect(await sendAnswers()).toEqual([]);
  expect(waiting()).toEqual([{ kind: 'text', text: 'a' }]);
});

test('answers of another attempt wait by themselves, and the page is told of all', async () => {
  const told = vi.fn();
  const end = onAnswers(told);
  addAnswer({ ...answer('q1', 'a', 1), number: 1 });
  expect(waiting()).toEqual([]);
  expect(told).toHaveBeenCalled();
  await sendAnswers();
  end();
  expect(sent()).toEqual([['q1', 'a']]);
});

test('what cannot be read is let go', async () => {
  localStorage.setItem('trellis.answers.nobody/C/l1/2/q1', '{');
  await sendAnswers();
  expect(put).not.toHaveBeenCalled();
  expect(localStorage).toHaveLength(0);
});

test('numbers follow the clock of the server, and grow where it does not', () => {
  const now = Date.parse('2027-01-01T00:00:00Z');
  const first = nextSequence(now);
  expect(first).toBe(now);
  expect(nextSequence(now)).toBe(now + 1);
  expect(nextSequence(now - 5000)).toBe(now + 2);
});

test('flags stay with their attempt', () => {
  keepFlags(ATTEMPT, ['q1']);
  expect(flagsOf(ATTEMPT)).toEqual(['q1']);
  expect(flagsOf({ ...ATTEMPT, number: 3 })).toEqual([]);
  keepFlags(ATTEMPT, []);
  expect(localStorage).toHaveLength(0);
});
