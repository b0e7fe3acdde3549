import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FAULTS, type Fault, strike } from './faults/fault.ts';
import { OwnBrowser } from './faults/own-browser.ts';
import { type FaultPage, faultPackage, TEXTS } from './faults/package.ts';
import { Random } from './faults/random.ts';
import { resumed, type Visit, visit } from './faults/visit.ts';
import setup from './setup.ts';
import { pause } from './support/api.ts';
import { courseWith, enrol, type TestCourse } from './support/courses.ts';
import { ITEM, unpacked } from './support/packages.ts';
import { newMember, tokenOf } from './support/people.ts';

/**
 * Packages run in a browser in which tab, network or the whole process dies at a random moment. What the API has acknowledged, and every end
 * that a package was told to be saved, must be there with the next visit, and the package must go on from one whole state: the last one where
 * the browser has lived on.
 */
const RUNS = Number(process.env.RUNS ?? 200);
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 1e9));
/** A member takes so many lessons, each of them once. */
const LESSONS = 20;
const SUSPEND_DATA = 64_000;
const KINDS = Object.keys(FAULTS) as [Fault, ...Fault[]];

/** What a package has said in a run. */
interface Said {
  /** The last place that it began to say. */
  last: number;
  /** The last place of which it knows that it was set. */
  set: number;
  /** The place at which it was told that its end is saved. */
  final: number | undefined;
}

interface Counts {
  acknowledgedLost: number;
  finalLost: number;
  wrongResume: number;
}

async function newCourse(): Promise<TestCourse> {
  const digests = [await unpacked(faultPackage('scorm_1_2')), await unpacked(faultPackage('scorm_2004_3'))];
  const lessons = Array.from({ length: LESSONS }, (_, index) => ({
    title: `Run ${index + 1}`,
    content: { kind: 'package', file: digests[index % digests.length]?.digest, item: ITEM },
  }));
  return courseWith('Faults', lessons);
}

async function newLearner(course: TestCourse): Promise<string> {
  const { email } = await newMember();
  await enrol(await tokenOf(email), course);
  return email;
}

/** Does what packages do, until the page is gone. */
async function act({ frame }: Visit, random: Random, said: Said, until: { over: boolean }): Promise<void> {
  for (let place = 1; !until.over && said.final === undefined; place += 1) {
    const size = random.next() < 0.2 ? random.between(1_000, SUSPEND_DATA) : random.between(20, 400);
    said.last = place;
    const step = { place, size, kind: random.of(TEXTS), after: random.of(['set', 'set', 'commit', 'commit', 'end']) };
    const answer = await frame.evaluate(({ place: at, size: letters, kind, after }) => {
      const page = window as unknown as FaultPage;
      const set = page.say(at, letters, kind);
      if (after === 'commit') page.commit();
      return { set, end: after === 'end' ? page.end() : undefined };
    }, step);
    if (answer.set === 'true,true') said.set = place;
    if (answer.end === 'true') said.final = place;
    await pause(random.between(0, 150));
  }
}

/** One run: what has become of what was said. */
async function run(browser: OwnBrowser, visiting: () => Promise<Visit>, random: Random, fault: Fault) {
  const first = await visiting();
  const said: Said = { last: 0, set: 0, final: undefined };
  const until = { over: false };
  // Whatever it does when the page goes away under it, ends there.
  const acting = act(first, random, said, until).catch(() => undefined);
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

function judge(
  fault: Fault,
  { said, acknowledged }: Awaited<ReturnType<typeof run>>,
  server: number,
  shown: FaultPage['resumed'],
) {
  const least = FAULTS[fault].keeps ? said.set : acknowledged;
  return {
    acknowledgedLost: server < acknowledged,
    finalLost: said.final !== undefined && server < said.final,
    wrongResume: shown.at !== server || !shown.whole || server < least || server > said.last,
  };
}

async function main(): Promise<Counts> {
  const random = new Random(SEED);
  const course = await newCourse();
  const profile = mkdtempSync(join(tmpdir(), 'trellis-faults-'));
  const counts: Counts = { acknowledgedLost: 0, finalLost: 0, wrongResume: 0 };
  let browser = await OwnBrowser.start(profile);
  let email = '';
  for (let number = 0; number < RUNS; number += 1) {
    if (number % LESSONS === 0) {
      email = await newLearner(course);
      await browser.context.clearCookies();
    }
    const path = `/courses/${course.id}/lessons/${course.lessons[number % LESSONS]?.id}`;
    const fault = random.of(KINDS);
    const outcome = await run(browser, () => visit(browser.context, email, path), random, fault);
    if (fault === 'kill') browser = await OwnBrowser.start(profile);
    const next = await visit(browser.context, email, path);
    const shown = await resumed(next);
    const verdict = judge(fault, outcome, next.server, shown);
    await next.page.close();
    for (const name of Object.keys(verdict) as (keyof Counts)[]) counts[name] += verdict[name] ? 1 : 0;
    const { said, acknowledged } = outcome;
    const facts = `said ${said.last}, set ${said.set}, acknowledged ${acknowledged}, final ${said.final ?? '–'}, resumed ${shown.at}`;
    const wrong = Object.entries(verdict).flatMap(([name, isSo]) => (isSo ? [name] : []));
    process.stdout.write(`${String(number + 1).padStart(4)} ${fault.padEnd(20)} ${facts} ${wrong.join(' ')}\n`);
  }
  await browser.stop();
  rmSync(profile, { recursive: true, force: true });
  return counts;
}

process.stdout.write(`seed: ${SEED} (SEED=${SEED} makes the same choices)\n`);
const stop = await setup();
const { acknowledgedLost, finalLost, wrongResume } = await main().finally(stop);
process.stdout.write(
  `runs: ${RUNS}, acknowledged lost: ${acknowledgedLost}, final lost: ${finalLost}, wrong resume: ${wrongResume}\n`,
);
process.exitCode = acknowledgedLost + finalLost + wrongResume > 0 ? 1 : 0;
