import { defineConfig } from '@playwright/test';
import { chromiumOptions } from './support/browser.ts';

/** Pictures of every view, to be looked at: `npm run screenshots`, then `tests/screenshots/`. */
export default defineConfig({
  testDir: '.',
  testMatch: 'screenshots.ts',
  outputDir: './results/screenshots',
  globalSetup: './setup.ts',
  timeout: 120_000,
  expect: { timeout: 15_000 },
  workers: 1,
  reporter: 'list',
  use: { launchOptions: chromiumOptions(), locale: 'en-GB', timezoneId: 'Europe/Berlin' },
});
