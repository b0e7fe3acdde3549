import { randomUUID } from 'node:crypto';

/** What Playwright's processes pass on to each other. */
export function stackUrl(): string {
  const url = process.env.TRELLIS_TEST_URL;
  if (!url) throw new Error('the stack has not been started');
  return url;
}

interface Call {
  method?: string;
  token?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** Calls the API as another program would. */
export async function call<Answer>(path: string, { method = 'GET', token, body, headers }: Call = {}): Promise<Answer> {
  const response = await fetch(stackUrl() + path, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(method === 'POST' && { 'idempotency-key': randomUUID() }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return (text ? JSON.parse(text) : undefined) as Answer;
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds));
}
