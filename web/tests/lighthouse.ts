import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';
import setup from './setup.ts';
import { stackUrl } from './support/api.ts';
import { chromiumOptions } from './support/browser.ts';
import { enrol, newCourse } from './support/courses.ts';
import { newMember, signIn, tokenOf } from './support/people.ts';

/**
 * Lighthouse on the pages that people see first: the median of three runs each. Fails below 95.
 * Let nothing run beside it. It has a browser of its own, in the profile of somebody who has signed in: what drives the pages would be measured too.
 */
const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const;
const LEAST = 95;
const RUNS = 3;
const RESULTS = fileURLToPath(new URL('./results/', import.meta.url));

type Scores = Record<(typeof CATEGORIES)[number], number>;

async function once(port: number, url: string): Promise<Scores> {
  for (let tries = 0; tries < 3; tries += 1) {
    const flags = {
      port,
      onlyCategories: [...CATEGORIES],
      output: 'html' as const,
    };
    const result = await lighthouse(url, flags);
    // Sometimes the trace has no beginning; that says nothing about the page.
    if (!result || result.lhr.runtimeError) continue;
    writeFileSync(`${RESULTS}lighthouse-${new URL(url).pathname.replaceAll('/', '_')}.html`, String(result.report));
    const score = (name: string) => Math.round(100 * (result.lhr.categories[name]?.score ?? 0));
    return Object.fromEntries(CATEGORIES.map(name => [name, score(name)])) as Scores;
  }
  throw new Error(`Lighthouse could not look at ${url}`);
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

async function measure(port: number, name: string, url: string): Promise<boolean> {
  const runs: Scores[] = [];
  for (let run = 0; run < RUNS; run += 1) runs.push(await once(port, url));
  const medians = CATEGORIES.map(category => median(runs.map(scores => scores[category])));
  process.stdout.write(
    `${name.padEnd(10)} ${CATEGORIES.map((each, index) => `${each} ${medians[index]}`).join('  ')}\n`,
  );
  return medians.every(score => score >= LEAST);
}

async function signInOn(profile: string, email: string): Promise<void> {
  const browser = await chromium.launchPersistentContext(profile, { ...chromiumOptions(), baseURL: stackUrl() });
  await signIn(await browser.newPage(), email);
  await browser.close();
}

/** A browser in this profile, for as long as the work takes. */
async function inBrowser(profile: string, work: (port: number) => Promise<boolean>): Promise<boolean> {
  const { executablePath, args = [] } = chromiumOptions();
  const chrome = await launch({
    chromePath: executablePath,
    chromeFlags: ['--headless', '--disable-gpu', '--disable-background-networking', ...args],
    userDataDir: profile,
  });
  try {
    return await work(chrome.port);
  } finally {
    chrome.kill();
  }
}

mkdirSync(RESULTS, { recursive: true });
const stop = await setup();
const [stranger, own] = ['stranger', 'member'].map(name => mkdtempSync(join(tmpdir(), `trellis-lighthouse-${name}-`)));
try {
  const course = await newCourse(3);
  const member = await newMember();
  await enrol(await tokenOf(member.email), course, 1);
  await signInOn(own ?? '', member.email);
  const outside = await inBrowser(stranger ?? '', port => measure(port, 'sign-in', `${stackUrl()}/?workspace=acme`));
  const inside = await inBrowser(own ?? '', async port => {
    // What Lighthouse wipes before each run are caches and service workers; cookies stay, and who signed in stays so.
    const home = await measure(port, 'home', `${stackUrl()}/`);
    const lesson = `${stackUrl()}/courses/${course.id}/lessons/${course.lessons[1]?.id}`;
    return (await measure(port, 'player', lesson)) && home;
  });
  process.exitCode = outside && inside ? 0 : 1;
} finally {
  for (const profile of [stranger, own]) rmSync(profile ?? '', { recursive: true, force: true });
  await stop();
}
