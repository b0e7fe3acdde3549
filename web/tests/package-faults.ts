import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FAULTS, type Fault, strike } from './faults/fault.ts';
import { OwnBrowser } from './faults/own-browser.ts';
import { type Driven, drivenPackages, type Resumed, type Said } from './faults/package.ts';
import { Random } from './faults/random.ts';
import { type Visit, visit } from './faults/visit.ts';
import setup from './setup.ts';
import { pause } from './support/api.ts';
import { courseWith, enrol, type TestCourse } from './support/courses.ts';
import { unpacked } from './support/packages.ts';
import { newMember, tokenOf } from './support/people.ts';

/**
 * Packages run in a browser in which tab, network or the whole process dies at a random moment. What the API has acknowledged, and every end
 * that a package was told to be saved, must be there with the next visit, and the package must go on from one whole state: the last one where
 * the browser has lived on.
 */
const RUNS = Number(process.env.RUNS ?? 200);
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 1e9));
/** A member takes so many lessons, each of them once. Who signs in again after every death of a browser soon gets no more codes. */
const LESSONS = 6;
const KINDS = Object.keys(FAULTS) as [Fault, ...Fault[]];

interface Counts {
  acknowledgedLost: number;
  finalLost: number;
  wrongResume: number;
}

async function newCourse(packages: readonly Driven[]): Promise<TestCourse> {
  const contents: object[] = [];
  for (const { file, item } of packages) contents.push({ kind: 'package', file: (await unpacked(file)).digest, item });
  const lessons = Array.from({ length: LESSONS }, (_, index) => ({
    title: `Run ${index + 1}`,
    content: contents[index % contents.length],
  }));
  return courseWith('Faults', lessons);
}

async function newLearner(course: TestCourse): Promise<string> {
  const { email } = await newMember();
  await enrol(await tokenOf(email), course);
  return email;
}

/** Does what packages do, until the page is gone. */
async function act(
  { frame }: Visit,
  driven: Driven,
  random: Random,
  said: Said,
  until: { over: boolean },
): Promise<void> {
  for (let place = 1; !until.over && said.final === undefined; place += 1) {
    await driven.step(frame, place, random, said);
    await pause(random.between(0, 150));
  }
}

interface Outcome {
  said: Said;
  /** The highest place that the API has acknowledged. */
  acknowledged: number;
}

/** One run: what was said until the fault, and what of it was acknowledged. */
async function run(browser: OwnBrowser, first: Visit, driven: Driven, random: Random, fault: Fault): Promise<Outcome> {
  const said: Said = { last: 0, set: 0, final: undefined };
  const until = { over: false };
  // Whatever it does when the page goes away under it, ends there.
  const acting = act(first, driven, random, said, until).catch(() => undefined);
  await pause(random.between(30, 1_200));
  if (fault !== 'kill' && random.next() < 0.3) {
    await browser.context.setOffline(true);
    await pause(random.between(20, 500));
    await browser.context.setOffline(false);
  }
  await strike(fault, browser, first, random);
  until.over = true;
  await acting;
  return { said, acknowledged: first.acknowledged() };
}

function judge(fault: Fault, { said, acknowledged }: Outcome, server: number, shown: Resumed) {
  const least = FAULTS[fault].keeps ? said.set : acknowledged;
  return {
    acknowledgedLost: server < acknowledged,
    finalLost: said.final !== undefined && server < said.final,
    wrongResume: shown.at !== server || !shown.whole || server < least || server > said.last,
  };
}

/** A browser that is started again when it has died, in the same profile. */
class Browsers {
  private current: OwnBrowser | undefined;
  private readonly profile = mkdtempSync(join(tmpdir(), 'trellis-faults-'));

  async get(): Promise<OwnBrowser> {
    this.current ??= await OwnBrowser.start(this.profile);
    return this.current;
  }

  died(): void {
    this.current = undefined;
  }

  async end(): Promise<void> {
    await this.current?.kill();
    rmSync(this.profile, { recursive: true, force: true });
  }
}

async function runAll(browsers: Browsers, counts: Counts): Promise<void> {
  const random = new Random(SEED);
  const packages = drivenPackages();
  const course = await newCourse(packages);
  let email = '';
  for (let number = 0; number < RUNS; number += 1) {
    const at = number % LESSONS;
    if (at === 0) {
      email = await newLearner(course);
      await (await browsers.get()).context.clearCookies();
    }
    const driven = packages[at % packages.length];
    if (!driven) throw new Error('there are no packages');
    const open = async () => {
      const { context } = await browsers.get();
      return visit(context, email, `/courses/${course.id}/lessons/${course.lessons[at]?.id}`, driven);
    };
    const fault = random.of(KINDS);
    const outcome = await run(await browsers.get(), await open(), driven, random, fault);
    if (fault === 'kill') browsers.died();
    const next = await open();
    const shown = await driven.resumed(next.frame);
    await next.page.close();
    tell(number, fault, outcome, shown, count(counts, judge(fault, outcome, next.server, shown)));
  }
}

function count(counts: Counts, verdict: Record<keyof Counts, boolean>): string[] {
  const wrong = (Object.keys(verdict) as (keyof Counts)[]).filter(name => verdict[name]);
  for (const name of wrong) counts[name] += 1;
  return wrong;
}

function tell(number: number, fault: Fault, { said, acknowledged }: Outcome, shown: Resumed, wrong: string[]): void {
  const facts = `said ${said.last}, set ${said.set}, acknowledged ${acknowledged}, final ${said.final ?? '–'}`;
  const line = `${String(number + 1).padStart(4)} ${fault.padEnd(20)} ${facts}, resumed ${shown.at} ${wrong.join(' ')}`;
  process.stdout.write(`${line}\n`);
}

async function main(): Promise<Counts> {
  const counts: Counts = { acknowledgedLost: 0, finalLost: 0, wrongResume: 0 };
  const browsers = new Browsers();
  await runAll(browsers, counts).finally(() => browsers.end());
  return counts;
}

process.stdout.write(`seed: ${SEED} (SEED=${SEED} makes the same choices)\n`);
const stop = await setup();
const { acknowledgedLost, finalLost, wrongResume } = await main().finally(stop);
process.stdout.write(
  `runs: ${RUNS}, acknowledged lost: ${acknowledgedLost}, final lost: ${finalLost}, wrong resume: ${wrongResume}\n`,
);
process.exitCode = acknowledgedLost + finalLost + wrongResume > 0 ? 1 : 0;
