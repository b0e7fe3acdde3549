import { NetworkError, ProblemError } from 'shared/api/problem';
import { beforeEach, expect, test, vi } from 'vitest';

const [put, get] = vi.hoisted(() => [vi.fn(), vi.fn()]);
vi.mock('shared/api/client', () => ({ api: { PUT: put, GET: get } }));
vi.mock('./shelf', () => ({
  shelve: async () => undefined,
  fromShelf: async () => undefined,
  shelved: (queryKey: readonly string[]) => ({ queryKey }),
  unshelveAll: async () => undefined,
}));
vi.stubGlobal('BroadcastChannel', undefined);

const { queryClient } = await import('shared/app/query-client');
const { addReport, sendReports } = await import('./reports');
const { hasReports, positionOf, reportOf, withWaiting } = await import('./waiting');

const LESSON = { courseId: 'C', lessonId: 'l1', lesson: 'Safety', length: 100 };
const report = (from: number, to: number, position = to) => ({ ...LESSON, played: [{ from, to }], position });

function answer(status: number, played: object[] = []) {
  const body = { work: { kind: 'media', played, position: 0 }, is_done: false };
  const error = { type: '/problems/rule-broken', title: 'No', status, detail: 'No.', request_id: 'x' };
  return { ...(status < 400 ? { data: body } : { error }), response: new Response(null, { status }) };
}

const sent = () => put.mock.calls.map(([, { body }]) => body);
const shown = () => queryClient.getQueryData<{ work: unknown }>(['lesson', 'C', 'l1'])?.work;

beforeEach(() => {
  localStorage.clear();
  put.mockReset();
  get.mockReset();
  queryClient.clear();
  queryClient.setQueryData(['lesson', 'C', 'l1'], { id: 'l1', title: 'Safety' });
});

test('what waits is told as one, with the last position, and the lesson shows it at once', async () => {
  addReport(report(0, 10));
  addReport({ ...report(8, 20), played: [{ from: 8.2, to: 20.7 }] });
  expect(shown()).toEqual({ kind: 'media', played: [{ from: 0, to: 20 }], position: 20 });
  put.mockResolvedValue(answer(200, [{ from: 0, to: 20 }]));
  expect(await sendReports()).toEqual([]);
  expect(sent()).toEqual([{ kind: 'media', played: [{ from: 0, to: 20 }], position: 20 }]);
  expect(hasReports()).toBe(false);
});

test('what the API already knows of stays shown', async () => {
  addReport(report(0, 10));
  put.mockResolvedValue(
    answer(200, [
      { from: 0, to: 10 },
      { from: 50, to: 60 },
    ]),
  );
  await sendReports();
  expect(shown()).toMatchObject({
    played: [
      { from: 0, to: 10 },
      { from: 50, to: 60 },
    ],
  });
});

test('without network it waits, and what is added meanwhile is not lost', async () => {
  addReport(report(0, 10));
  put.mockRejectedValueOnce(new NetworkError('cut'));
  expect(await sendReports()).toEqual([]);
  expect(reportOf('C', 'l1')).toHaveProperty('played', [{ from: 0, to: 10 }]);
  put.mockImplementationOnce(async () => {
    addReport(report(10, 15));
    return answer(200, [{ from: 0, to: 10 }]);
  });
  await sendReports();
  expect(reportOf('C', 'l1')).toHaveProperty('played', [{ from: 0, to: 15 }]);
});

test('what is refused for good is dropped and told; where the API is busy it waits, and others are told of', async () => {
  addReport(report(0, 90));
  put.mockResolvedValueOnce(answer(422));
  const [refused] = await sendReports();
  expect(refused).toMatchObject({ of: 'watching', lesson: 'Safety', lessonId: 'l1' });
  expect(refused?.error).toBeInstanceOf(ProblemError);
  expect(hasReports()).toBe(false);
  addReport(report(0, 10));
  addReport({ ...report(0, 10), lessonId: 'l2' });
  put.mockResolvedValueOnce(answer(503)).mockResolvedValueOnce(answer(200));
  expect(await sendReports()).toEqual([]);
  expect(hasReports()).toBe(true);
  expect(put).toHaveBeenCalledTimes(3);
});

test('a device that keeps nothing keeps it as long as the page', async () => {
  const full = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  addReport(report(0, 10));
  expect(positionOf('C', 'l1')).toBe(10);
  put.mockResolvedValue(answer(200));
  await sendReports();
  expect(hasReports()).toBe(false);
  full.mockRestore();
});

const LIST = { courseId: 'C', lessonId: 'l1', lesson: 'Safety' };

function ticked(status: number, items: readonly string[] = []) {
  const body = { work: { kind: 'checklist', ticked: items }, is_done: false };
  return { ...answer(status), ...(status < 400 && { data: body }) };
}

test('a tick is shown and told at once, as this page shows the list', async () => {
  addReport({ ...LIST, before: ['a'], ticks: { b: true } });
  expect(shown()).toEqual({ kind: 'checklist', ticked: ['a', 'b'] });
  put.mockResolvedValue(ticked(200, ['a', 'b']));
  expect(await sendReports()).toEqual([]);
  expect(sent()).toEqual([{ kind: 'checklist', ticked: ['a', 'b'] }]);
  expect(get).not.toHaveBeenCalled();
  expect(hasReports()).toBe(false);
});

test('ticks that waited are added to what another device has ticked meanwhile', async () => {
  addReport({ ...LIST, before: ['a'], ticks: { b: true } });
  put.mockRejectedValueOnce(new NetworkError('cut'));
  await sendReports();
  addReport({ ...LIST, before: ['a', 'b'], ticks: { a: false } });
  get.mockResolvedValue({ data: { work: { kind: 'checklist', ticked: ['a', 'c'] } }, response: new Response() });
  put.mockResolvedValue(ticked(200, ['c', 'b']));
  await sendReports();
  expect(sent().at(-1)).toEqual({ kind: 'checklist', ticked: ['c', 'b'] });
  expect(shown()).toEqual({ kind: 'checklist', ticked: ['c', 'b'] });
  expect(hasReports()).toBe(false);
});

test('what is ticked while ticks are being told stays shown, and is told next', async () => {
  addReport({ ...LIST, before: [], ticks: { a: true } });
  put.mockImplementationOnce(async () => {
    addReport({ ...LIST, before: ['a'], ticks: { b: true } });
    return ticked(200, ['a']);
  });
  await sendReports();
  expect(shown()).toEqual({ kind: 'checklist', ticked: ['a', 'b'] });
  expect(hasReports()).toBe(true);
});

test('ticks that are refused are taken back and told', async () => {
  addReport({ ...LIST, before: ['a'], ticks: { b: true } });
  put.mockResolvedValue(ticked(422));
  const [refused] = await sendReports();
  expect(refused).toMatchObject({ of: 'ticks', lesson: 'Safety' });
  expect(shown()).toEqual({ kind: 'checklist', ticked: ['a'] });
  expect(hasReports()).toBe(false);
});

test('a lesson is shown with what waits, also where the device was not quick enough to keep it', () => {
  const lesson = { id: 'l1', work: { kind: 'checklist', ticked: ['a'] } } as unknown as Parameters<
    typeof withWaiting
  >[1];
  expect(withWaiting('C', lesson)).toBe(lesson);
  addReport({ ...LIST, before: ['a'], ticks: { a: false, b: true } });
  expect(withWaiting('C', lesson).work).toEqual({ kind: 'checklist', ticked: ['b'] });
  localStorage.clear();
  addReport(report(0, 10));
  const film = { ...lesson, work: { kind: 'media' as const, played: [{ from: 20, to: 30 }], position: 30 } };
  expect(withWaiting('C', film).work).toEqual({
    kind: 'media',
    played: [
      { from: 0, to: 10 },
      { from: 20, to: 30 },
    ],
    position: 10,
  });
});
