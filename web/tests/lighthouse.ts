import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import lighthouse from 'lighthouse';
import setup from './setup.ts';
import { stackUrl } from './support/api.ts';
import { chromiumOptions } from './support/browser.ts';
import { enrol, newCourse } from './support/courses.ts';
import { newMember, signIn, tokenOf } from './support/people.ts';

/** Lighthouse on the pages that people see first: the median of three runs each, nothing running beside it. Fails below 95. */
const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const;
const LEAST = 95;
const RUNS = 3;
const DEBUG_PORT = 9333;
const RESULTS = fileURLToPath(new URL('./results/', import.meta.url));

type Scores = Record<(typeof CATEGORIES)[number], number>;

async function once(url: string): Promise<Scores> {
  for (let tries = 0; tries < 3; tries += 1) {
    const flags = {
      port: DEBUG_PORT,
      onlyCategories: [...CATEGORIES],
      disableStorageReset: true,
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

async function measure(name: string, url: string): Promise<boolean> {
  const runs: Scores[] = [];
  for (let run = 0; run < RUNS; run += 1) runs.push(await once(url));
  const medians = CATEGORIES.map(category => median(runs.map(scores => scores[category])));
  process.stdout.write(
    `${name.padEnd(10)} ${CATEGORIES.map((each, index) => `${each} ${medians[index]}`).join('  ')}\n`,
  );
  return medians.every(score => score >= LEAST);
}

mkdirSync(RESULTS, { recursive: true });
const stop = await setup();
const options = chromiumOptions();
const browser = await chromium.launchPersistentContext('', {
  ...options,
  baseURL: stackUrl(),
  args: [...(options.args ?? []), `--remote-debugging-port=${DEBUG_PORT}`],
});
try {
  const course = await newCourse(3);
  const member = await newMember();
  await enrol(await tokenOf(member.email), course, 1);
  const outcomes = [await measure('sign-in', `${stackUrl()}/?workspace=acme`)];
  await signIn(await browser.newPage(), member.email);
  outcomes.push(await measure('home', `${stackUrl()}/`));
  outcomes.push(await measure('player', `${stackUrl()}/courses/${course.id}/lessons/${course.lessons[1]?.id}`));
  process.exitCode = outcomes.every(Boolean) ? 0 : 1;
} finally {
  await browser.close();
  await stop();
}
