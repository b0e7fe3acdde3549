import { QueryClient } from '@tanstack/react-query';
import { beforeEach, expect, test, vi } from 'vitest';

const asked = vi.hoisted(() => vi.fn<(request: Request) => Promise<Response>>());
vi.mock('shared/session/authorized-fetch', () => ({ authorizedFetch: asked }));

const { beginCopy, beginExport, exportQuery, isUnderWay } = await import('./queries');

const EXPORT = {
  export_id: 'e1',
  course_id: 'c1',
  state: 'running',
  done: 3,
  total: 9,
  requested_at: '2026-11-29T10:00:00Z',
};
const answer = (status: number, body: object) => new Response(JSON.stringify(body), { status });
const sent = () => asked.mock.calls.map(([request]) => [request.method, new URL(request.url).pathname]);

beforeEach(() => asked.mockReset());

test('an export is begun once, and asked for until it is there', async () => {
  asked.mockResolvedValueOnce(answer(202, { ...EXPORT, state: 'queued' }));
  const { export_id } = await beginExport('c1', 'key');
  expect(asked.mock.calls[0]?.[0].headers.get('idempotency-key')).toBe('key');
  asked.mockResolvedValueOnce(answer(200, EXPORT));
  const found = await new QueryClient().fetchQuery(exportQuery('c1', export_id));
  expect(found).toEqual(EXPORT);
  expect(sent()).toEqual([
    ['POST', '/v1/admin/courses/c1/exports'],
    ['GET', '/v1/admin/courses/c1/exports/e1'],
  ]);
  expect((['queued', 'running', 'done', 'failed'] as const).map(state => isUnderWay({ state }))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('a copy is an import, under the title that was given', async () => {
  asked.mockResolvedValueOnce(answer(201, { import_id: 'i1' }));
  expect(await beginCopy('c1', 'Copy of Safety', 'key')).toBe('i1');
  expect(sent()).toEqual([['POST', '/v1/admin/courses/c1/copies']]);
  expect(await asked.mock.calls[0]?.[0].json()).toEqual({ title: 'Copy of Safety' });
});
