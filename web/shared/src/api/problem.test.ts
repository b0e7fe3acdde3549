import { describe, expect, test } from 'vitest';
import { answered, ForeignAnswerError, isFinal, isUnreached, NetworkError, ofTheApi, ProblemError } from './problem';

const JSON_TYPE = 'application/json';
const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';
const page = '<h1>Blocked</h1>';

function problem(status: number, type = '/problems/not-found'): string {
  return JSON.stringify({ type, title: 'No', status, detail: 'No.', request_id: 'x' });
}

function answer(status: number, type: string | null, body: string | null): Response {
  const response = new Response(body, { status });
  if (type === null) response.headers.delete('content-type');
  else response.headers.set('content-type', type);
  return response;
}

describe('whose answer it is', () => {
  test.each([
    [200, JSON_TYPE, '{}', true],
    [204, null, null, true],
    [404, PROBLEM_TYPE, problem(404), true],
    // A firewall can set no other type than this.
    [429, JSON_TYPE, problem(429, '/problems/too-many-requests'), true],
    [200, 'text/html', page, false],
    [403, 'text/html', page, false],
    [403, JSON_TYPE, '{"message":"Forbidden"}', false],
    [403, PROBLEM_TYPE, problem(403, 'about:blank'), false],
    [404, 'text/html', problem(404), false],
    [407, null, null, false],
    [408, PROBLEM_TYPE, '{"type":', false],
    [502, JSON_TYPE, 'null', false],
  ])('%i as %s: %s', async (status, type, body, own) => {
    const asked = ofTheApi(answer(status, type, body));
    if (own) expect((await asked).status).toBe(status);
    else await expect(asked).rejects.toEqual(new ForeignAnswerError(status));
  });
});

test.each([
  [400, true],
  [401, false],
  [403, true],
  [404, true],
  [408, false],
  [409, true],
  [410, true],
  [422, true],
  [425, false],
  [429, false],
  [500, false],
  [503, false],
])('%i is the last word: %s', async (status, final) => {
  const response = answer(status, PROBLEM_TYPE, problem(status));
  const refused = await answered(Promise.resolve({ error: JSON.parse(problem(400)), response })).catch(error => error);
  expect(refused).toBeInstanceOf(ProblemError);
  expect([refused.status, isFinal(refused), isUnreached(refused)]).toEqual([status, final, false]);
});

test('nobody and somebody else are no last word', () => {
  for (const error of [new NetworkError('cut'), new ForeignAnswerError(404)])
    expect([isFinal(error), isUnreached(error)]).toEqual([false, true]);
});
