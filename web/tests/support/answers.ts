import type { Route } from '@playwright/test';

/** The API refuses: its own problem document. */
export function refuse(route: Route, status: number, kind: string, detail: string): Promise<void> {
  const json = { type: `/problems/${kind}`, title: 'No', status, detail, request_id: 'x' };
  return route.fulfill({ status, contentType: 'application/problem+json', json });
}

/** Something between the page and the API answers in its place. */
export function block(route: Route, status: number): Promise<void> {
  return route.fulfill({ status, contentType: 'text/html', body: '<h1>Blocked</h1>' });
}
