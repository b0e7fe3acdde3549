import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../commits/commit';
import type { PackageRuntime } from './runtime';
import { scorm12 } from './scorm12';
import { scorm2004 } from './scorm2004';

type Call = (...parameters: unknown[]) => string;
const STANDARDS = { scorm12, scorm2004 };

function started(standard: keyof typeof STANDARDS, cmi: Record<string, string> = {}) {
  const said: Snapshot[] = [];
  const wishes: string[] = [];
  const state = { isUp: true, changes: 0, time: 0 };
  const keep = (snapshot: Snapshot) => {
    said.push(snapshot);
    return state.isUp;
  };
  const saving = {
    changed: () => {
      state.changes += 1;
    },
    commit: keep,
    finish: keep,
    ended: (wish: string) => wishes.push(wish),
  };
  const runtime = STANDARDS[standard](cmi, saving, () => state.time);
  const prefix = standard === 'scorm12' ? 'LMS' : '';
  const names = { begin: 'Initialize', end: prefix ? 'Finish' : 'Terminate' };
  return {
    runtime,
    said,
    wishes,
    state,
    begin: () => call(runtime, prefix + names.begin, ''),
    end: () => call(runtime, prefix + names.end, ''),
    get: (element: string) => call(runtime, `${prefix}GetValue`, element),
    set: (element: string, value: unknown) => call(runtime, `${prefix}SetValue`, element, value),
    commit: () => call(runtime, `${prefix}Commit`, ''),
    error: () => call(runtime, `${prefix}GetLastError`),
  };
}

function call({ api }: PackageRuntime, name: string, ...parameters: unknown[]): string {
  return (api[name] as Call)(...parameters);
}

const LOCATION = { scorm12: 'cmi.core.lesson_location', scorm2004: 'cmi.location' };

describe.each(['scorm12', 'scorm2004'] as const)('the runtime of %s', standard => {
  const core = standard === 'scorm12' ? 'cmi.core.' : 'cmi.';

  it('answers with what was set, at once', () => {
    const { begin, set, get, state } = started(standard);
    expect(begin()).toBe('true');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 200 }), text => {
        expect(set(LOCATION[standard], text)).toBe('true');
        expect(get(LOCATION[standard])).toBe(text);
      }),
    );
    expect(state.changes).toBeGreaterThan(0);
  });

  it('goes on where the last session has stopped, and counts its time once', () => {
    const first = started(standard, { [`${core}total_time`]: standard === 'scorm12' ? '01:00:00' : 'PT1H' });
    first.begin();
    first.set(LOCATION[standard], 'page 3');
    first.set('cmi.suspend_data', 'a=1');
    first.set(`${core}session_time`, standard === 'scorm12' ? '00:10:00' : 'PT10M');
    first.set(`${core}exit`, 'suspend');
    first.set('cmi.interactions.0.id', 'q1');
    first.set('cmi.interactions.0.type', 'choice');
    first.set('cmi.objectives.0.id', 'o1');
    first.end();
    const cmi = first.said.at(-1)?.cmi ?? {};
    expect(cmi[`${core}session_time`]).toMatch(/10/);
    // The API alone knows the sum.
    expect(cmi).not.toHaveProperty([`${core}total_time`]);
    const total = standard === 'scorm12' ? '01:10:00' : 'PT1H10M';
    const second = started(standard, { ...cmi, [`${core}entry`]: 'resume', [`${core}total_time`]: total });
    second.begin();
    expect(second.get(LOCATION[standard])).toBe('page 3');
    expect(second.get('cmi.suspend_data')).toBe('a=1');
    expect(second.get(`${core}entry`)).toBe('resume');
    expect(second.get('cmi.interactions._count')).toBe('1');
    expect(second.get('cmi.objectives.0.id')).toBe('o1');
    second.end();
    const again = second.said.at(-1)?.cmi ?? {};
    expect(again[`${core}exit`]).toBe('');
    expect(again[`${core}session_time`]).not.toMatch(/10/);
  });

  it('tells a package that its end was not saved, and lets it try again', () => {
    const { begin, end, state, said, error, wishes } = started(standard);
    begin();
    state.isUp = false;
    expect(end()).toBe('false');
    expect(error()).toBe(standard === 'scorm12' ? '101' : '111');
    expect(wishes).toEqual([]);
    state.isUp = true;
    expect(end()).toBe('true');
    expect(said.map(each => each.runtime.terminated)).toEqual([true, true]);
    expect(wishes).toHaveLength(1);
  });

  it('takes nothing after the end: it would not be saved', () => {
    const { begin, end, set, commit, error, said } = started(standard);
    begin();
    end();
    expect(set(LOCATION[standard], 'late')).toBe('false');
    expect(error()).toBe(standard === 'scorm12' ? '301' : '133');
    expect(commit()).toBe('false');
    expect(said).toHaveLength(1);
  });

  it('ends in the place of a package that does not, without saying that it has', () => {
    const { runtime, begin, set, said, state } = started(standard);
    begin();
    set(LOCATION[standard], '4');
    state.time = 61_500;
    runtime.end();
    expect(runtime.isRunning()).toBe(false);
    expect(said.at(-1)).toMatchObject({
      runtime: { terminated: false, seconds: 61 },
      cmi: { [LOCATION[standard]]: '4' },
    });
  });

  it('tells no name and no number of the learner back', () => {
    const names = { [`${core}student_name`]: 'Reader, Robin', [`${core}learner_name`]: 'Reader, Robin' };
    const { runtime, begin } = started(standard, names);
    begin();
    expect(JSON.stringify(runtime.snapshot())).not.toContain('Robin');
  });

  it('keeps lists of any length', () => {
    const list = fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 13 });
    fc.assert(
      fc.property(list, list, (scores, references) => {
        const first = started(standard);
        first.begin();
        scores.forEach((score, index) => {
          expect(first.set(`cmi.objectives.${index}.id`, `o${index}`)).toBe('true');
          expect(first.set(`cmi.objectives.${index}.score.raw`, score)).toBe('true');
        });
        expect(first.set('cmi.interactions.0.id', 'q1')).toBe('true');
        references.forEach((_, index) => {
          expect(first.set(`cmi.interactions.0.objectives.${index}.id`, `r${index}`)).toBe('true');
        });
        first.commit();
        const second = started(standard, { ...first.said.at(-1)?.cmi });
        second.begin();
        expect(second.get('cmi.objectives._count')).toBe(String(scores.length));
        expect(second.get('cmi.interactions.0.objectives._count')).toBe(String(references.length));
        scores.forEach((score, index) => {
          expect(second.get(`cmi.objectives.${index}.id`)).toBe(`o${index}`);
          expect(second.get(`cmi.objectives.${index}.score.raw`)).toBe(String(score));
        });
      }),
      { numRuns: 50 },
    );
  });

  it('begins without what it does not understand, and with all the rest', () => {
    const { begin, get } = started(standard, {
      'cmi.suspend_data': 'x'.repeat(64_001),
      'cmi.nonsense.of.others': '1',
      'cmi.interactions.0.type': 'unheard of',
      [LOCATION[standard]]: 'page 3',
    });
    expect(begin()).toBe('true');
    expect(get('cmi.suspend_data')).toBe('');
    expect(get(LOCATION[standard])).toBe('page 3');
  });
});

describe('a module of 1.2 that never sets a status', () => {
  it('is not called incomplete, so that the API can decide', () => {
    const { begin, end, said } = started('scorm12');
    begin();
    end();
    expect(said.at(-1)?.runtime).toMatchObject({ completion: 'not attempted', terminated: true });
    expect(said.at(-1)?.cmi['cmi.core.lesson_status']).toBe('not attempted');
  });
});

describe('what a package wants next', () => {
  it('is told with the end', () => {
    const { begin, set, end, wishes } = started('scorm2004');
    begin();
    set('adl.nav.request', 'exitAll');
    end();
    expect(wishes).toEqual(['exitAll']);
  });
});
