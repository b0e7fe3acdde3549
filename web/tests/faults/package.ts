import type { TestFile } from '../support/book.ts';
import { type Standard, testPackage } from '../support/packages.ts';

/** What a suspend text is made of: what packs well, what does not, and what takes three bytes a character. */
export const TEXTS = ['words', 'noise', 'hindi'] as const;
export type Text = (typeof TEXTS)[number];

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

export function faultPackage(standard: Standard): TestFile {
  const status = standard === 'scorm_1_2' ? 'cmi.core.lesson_status' : 'cmi.completion_status';
  const script = SCRIPT.replace('STATUS', `'${status}'`).replace('PREFIX', standard === 'scorm_1_2' ? "'LMS'" : "''");
  return testPackage(`Faults ${standard}`, standard, script);
}

/** What a page of the package can be asked for. */
export interface FaultPage {
  say: (place: number, size: number, kind: Text) => string;
  commit: () => string;
  end: () => string;
  resumed: { at: number; whole: boolean };
}
