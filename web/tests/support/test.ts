import { test as base, expect } from '@playwright/test';
import { stackUrl } from './api.ts';

interface Watched {
  /** What the content security policy has refused, and scripts that broke, on all pages of the test. */
  violations: string[];
  /** Requests to somebody else's server. */
  strangers: string[];
}

/** Every test fails if a page breaks the policy, throws, or asks a third party. */
export const test = base.extend<{ watched: Watched; baseURL: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what is needed
  baseURL: async ({}, use) => use(stackUrl()),
  watched: [
    async ({ context }, use) => {
      const watched: Watched = { violations: [], strangers: [] };
      context.on('weberror', error => watched.violations.push(error.error().message));
      context.on('console', message => {
        if (/content security policy/i.test(message.text())) watched.violations.push(message.text());
      });
      context.on('request', request => {
        const { hostname, protocol } = new URL(request.url());
        const isOurs = hostname === '127.0.0.1' || hostname === 'localhost' || hostname.endsWith('.localhost');
        if (protocol.startsWith('http') && !isOurs) watched.strangers.push(request.url());
      });
      await use(watched);
      expect(watched.violations, 'nothing breaks, nothing is refused').toEqual([]);
      expect(watched.strangers, 'no third party is asked').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
