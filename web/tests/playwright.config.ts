import { defineConfig, devices } from '@playwright/test';
import { chromiumOptions } from './support/browser.ts';

const phone = devices['Pixel 7'];

export default defineConfig({
  testDir: './specs',
  outputDir: './results',
  globalSetup: './setup.ts',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  fullyParallel: true,
  workers: 2,
  // A flaky test is a bug, here or in the product: none is tried again.
  retries: 0,
  forbidOnly: true,
  reporter: [['list'], ['./support/expected-count.ts']],
  use: {
    launchOptions: chromiumOptions(),
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'desktop', use: { viewport: { width: 1280, height: 800 } } },
    {
      name: 'phone',
      use: { ...phone, defaultBrowserType: 'chromium' },
      // What does not depend on the size of the page is tested once.
      testMatch:
        /(accessibility|admission|catalogue|course|course-relations|documents|finish|journey|kinds|languages|media|packages|paths|player|quiz|sign-in|states|versions|question-banks|panel-(admission|archives|blocks|conflict|courses|global|imports|lessons|outline|people|quiz|workspace))\.spec\.ts/,
      testIgnore: /global-journey\.spec\.ts/,
    },
  ],
});
