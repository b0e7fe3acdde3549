import type { Frame } from '@playwright/test';
import type { TestFile } from '../support/book.ts';
import { ITEM, packageOfOthers, type Standard, testPackage } from '../support/packages.ts';
import type { Random } from './random.ts';

/** What a suspend text is made of: what packs well, what does not, and what takes three bytes a character. */
const TEXTS = ['words', 'noise', 'hindi'] as const;
type Text = (typeof TEXTS)[number];

/**
 * A package that says where it is together with a text that follows from that place, so that whoever resumes it can tell whether it got one
 * whole state. It is not finished before it says so.
 */
const SCRIPT = `
  set(STATUS, 'incomplete');
  var text = function (place, size, kind) {
    var state = place;
    var letters = [];
    var head = place + '|' + size + '|' + kind + '|';
    for (var count = head.length; count < size; count++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      letters.push(
        kind === 'words' ? 'where I was '.charAt(count % 12)
          : String.fromCharCode(kind === 'noise' ? 0x4e00 + (state >>> 12) % 20000 : 0x915 + (state >>> 12) % 36)
      );
    }
    return head + letters.join('');
  };
  window.say = function (place, size, kind) {
    var answers = [set('cmi.suspend_data', text(place, size, kind)), go(place)];
    return answers.join();
  };
  window.commit = keep;
  window.end = end;
  window.resumed = (function () {
    var data = api[PREFIX + 'GetValue']('cmi.suspend_data');
    var parts = data.split('|');
    var whole = data === '' ? at === 0 : Number(parts[0]) === at && data === text(at, Number(parts[1]), parts[2]);
    return { at: at, whole: whole };
  })();
`;

function faultPackage(standard: Standard): TestFile {
  const status = standard === 'scorm_1_2' ? 'cmi.core.lesson_status' : 'cmi.completion_status';
  const script = SCRIPT.replace('STATUS', `'${status}'`).replace('PREFIX', standard === 'scorm_1_2' ? "'LMS'" : "''");
  return testPackage(`Faults ${standard}`, standard, script);
}

/** What a page of the package can be asked for. */
interface FaultPage {
  say: (place: number, size: number, kind: Text) => string;
  commit: () => string;
  end: () => string;
  resumed: Resumed;
}

/** With what a session has begun, and whether that is one whole state. */
export interface Resumed {
  at: number;
  whole: boolean;
}

/** What a package has said in a run. Places rise. */
export interface Said {
  /** The last place that it began to say. */
  last: number;
  /** The last place of which it knows that it was set. */
  set: number;
  /** The place at which it was told that its end is saved. */
  final: number | undefined;
}

/** A package that can be driven, and asked where it is. */
export interface Driven {
  file: TestFile;
  item: string;
  /** What stands in its page once it has begun. */
  sign: string;
  /** One thing that a package does. */
  step: (frame: Frame, place: number, random: Random, said: Said) => Promise<void>;
  resumed: (frame: Frame) => Promise<Resumed>;
}

const SUSPEND_DATA = 64_000;

function ownPackage(standard: Standard): Driven {
  return {
    file: faultPackage(standard),
    item: ITEM,
    sign: '#place:not(:empty)',
    async step(frame, place, random, said) {
      const size = random.next() < 0.2 ? random.between(1_000, SUSPEND_DATA) : random.between(20, 400);
      const after = random.of(['set', 'set', 'commit', 'commit', 'end']);
      said.last = place;
      const order = { place, size, kind: random.of(TEXTS), after };
      const answer = await frame.evaluate(asked => {
        const page = window as unknown as FaultPage;
        const set = page.say(asked.place, asked.size, asked.kind);
        if (asked.after === 'commit') page.commit();
        return { set, end: asked.after === 'end' ? page.end() : undefined };
      }, order);
      if (answer.set === 'true,true') said.set = place;
      if (answer.end === 'true') said.final = place;
    },
    resumed: frame => frame.evaluate(() => (window as unknown as FaultPage).resumed),
  };
}

/** Golf of SCORM 2004: it says where it is with every page, and never commits. */
function golf(file: TestFile): Driven {
  return {
    file,
    item: 'item_1',
    sign: '#butNext',
    async step(frame, place, _random, said) {
      const next = frame.locator('#butNext');
      if (await next.isDisabled()) return;
      said.last = place;
      await next.click();
      said.set = place;
    },
    async resumed(frame) {
      const at = await frame.evaluate(() => {
        const player = window.parent as unknown as { API_1484_11: { GetValue: (element: string) => string } };
        return Number(player.API_1484_11.GetValue('cmi.location'));
      });
      return { at, whole: true };
    },
  };
}

/** The packages of these runs: our own, and one that others have made where it lies beside the repository. */
export function drivenPackages(): Driven[] {
  const others = packageOfOthers('RuntimeBasicCalls_SCORM20043rdEdition.zip');
  return [ownPackage('scorm_1_2'), ownPackage('scorm_2004_3'), ...(others ? [golf(others)] : [])];
}
