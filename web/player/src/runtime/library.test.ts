import type { Settings } from 'scorm-again';
import { Scorm12API } from 'scorm-again/scorm12';
import { Scorm2004API } from 'scorm-again/scorm2004';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SETTINGS } from './settings';

/**
 * Where the pinned library departs from what one expects. Each line is why something here is as it is: when one fails after an update, look
 * at what stands beside it.
 */

interface Sent {
  isFinal: boolean;
  commit: { totalTimeSeconds: number; completionStatus: string; runtimeData: Record<string, string> };
}

function recorder() {
  const sent: Sent[] = [];
  const http = {
    processHttpRequest(_url: string, commit: unknown, isFinal: boolean) {
      sent.push({ isFinal, commit: commit as Sent['commit'] });
      return { result: 'true', errorCode: 0 };
    },
    updateSettings: () => undefined,
  };
  return { sent, http };
}

const BARE: Settings = { lmsCommitUrl: 'commit', dataCommitFormat: 'flattened', renderCommonCommitFields: true };

function statusAfter(settings: Settings | undefined): string {
  const { http } = recorder();
  const library = new Scorm12API(settings, http);
  library.loadFromFlattenedJSON({
    'cmi.core.credit': 'credit',
    'cmi.core.lesson_mode': 'normal',
    'cmi.student_data.mastery_score': '80',
  });
  library.lmsInitialize();
  library.lmsSetValue('cmi.core.score.raw', '50');
  library.lmsSetValue('cmi.core.lesson_status', 'passed');
  library.lmsFinish();
  return library.lmsGetValue('cmi.core.lesson_status');
}

afterEach(() => vi.unstubAllGlobals());

describe('mastery', () => {
  it('flips as soon as any settings are given', () => {
    expect(statusAfter(undefined)).toBe('passed');
    expect(statusAfter({})).toBe('failed');
  });

  it('is left to the API by our settings', () => {
    expect(statusAfter(SETTINGS)).toBe('passed');
  });

  it('is named in our settings, with all others that change what is kept', () => {
    for (const name of ['mastery_override', 'score_overrides_status', 'autoCompleteLessonStatus', 'autoProgress']) {
      expect(SETTINGS).toHaveProperty(name, false);
    }
  });
});

describe('a module of 1.2 that never sets a status', () => {
  it.each([true, false])('is not attempted until its end, whatever autoCompleteLessonStatus (%s) says', automatic => {
    const { http, sent } = recorder();
    const library = new Scorm12API({ ...SETTINGS, autoCompleteLessonStatus: automatic }, http);
    library.lmsInitialize();
    library.lmsFinish();
    expect(sent.at(-1)?.commit.runtimeData['cmi.core.lesson_status']).toBe('not attempted');
  });
});

describe('time', () => {
  it('is not in commits before the last one', () => {
    const { http, sent } = recorder();
    const library = new Scorm12API({ ...BARE, logLevel: 'NONE' }, http);
    library.loadFromFlattenedJSON({ 'cmi.core.total_time': '01:00:00' });
    library.lmsInitialize();
    library.lmsSetValue('cmi.core.session_time', '00:01:00');
    library.lmsCommit();
    library.lmsFinish();
    expect(sent.map(each => each.commit.runtimeData['cmi.core.total_time'])).toEqual([undefined, '01:01:00']);
  });

  it('is zero in the common fields of such commits of 2004', () => {
    const { http, sent } = recorder();
    const library = new Scorm2004API({ ...BARE, logLevel: 'NONE' }, http);
    library.loadFromFlattenedJSON({ 'cmi.total_time': 'PT1H' });
    library.lmsInitialize();
    library.lmsSetValue('cmi.session_time', 'PT1M');
    library.lmsCommit();
    library.lmsFinish();
    expect(sent.map(each => each.commit.totalTimeSeconds)).toEqual([0, 3660]);
  });

  it('counts twice when a commit is loaded back as it is', () => {
    const first = recorder();
    const library = new Scorm12API({ ...BARE, logLevel: 'NONE' }, first.http);
    library.lmsInitialize();
    library.lmsSetValue('cmi.core.session_time', '00:10:00');
    library.lmsFinish();
    const second = recorder();
    const again = new Scorm12API({ ...BARE, logLevel: 'NONE' }, second.http);
    again.loadFromFlattenedJSON(first.sent.at(-1)?.commit.runtimeData ?? {});
    again.lmsInitialize();
    again.lmsFinish();
    expect(second.sent.at(-1)?.commit.runtimeData['cmi.core.total_time']).toBe('00:20:00');
  });

  it.each([
    ['2026-11-30T10:00:00Z', '406'],
    ['2026-11-30T10:00:00.5Z', '0'],
  ])('of an interaction of 2004 in whole seconds of UTC is refused (%s)', (timestamp, error) => {
    const library = new Scorm2004API(SETTINGS, recorder().http);
    library.lmsInitialize();
    library.lmsSetValue('cmi.interactions.0.id', 'q1');
    library.lmsSetValue('cmi.interactions.0.timestamp', timestamp);
    expect(library.lmsGetLastError()).toBe(error);
  });

  it.each([
    ['PT1.234S', '406'],
    ['PT1.23S', '0'],
  ])('of a session of 2004 takes two decimals (%s)', (time, error) => {
    const library = new Scorm2004API(SETTINGS, recorder().http);
    library.lmsInitialize();
    library.lmsSetValue('cmi.session_time', time);
    expect(library.lmsGetLastError()).toBe(error);
  });
});

describe('resuming', () => {
  it('is never said by the library: entry is what was loaded', () => {
    const { http, sent } = recorder();
    const library = new Scorm12API(SETTINGS, http);
    library.lmsInitialize();
    library.lmsSetValue('cmi.core.exit', 'suspend');
    library.lmsFinish();
    const again = new Scorm12API(SETTINGS, recorder().http);
    again.loadFromFlattenedJSON(sent.at(-1)?.commit.runtimeData ?? {});
    again.lmsInitialize();
    expect(again.lmsGetValue('cmi.core.entry')).toBe('');
  });
});

describe('the last commit', () => {
  it('of the library itself is a beacon of plain text without any header of ours', async () => {
    const beacon = vi.fn((_url: string, _body: Blob) => true);
    vi.stubGlobal('navigator', { ...navigator, sendBeacon: beacon });
    const library = new Scorm12API({ ...BARE, xhrHeaders: { authorization: 'x' }, logLevel: 'NONE' });
    library.lmsInitialize();
    library.lmsFinish();
    expect(beacon).toHaveBeenCalledOnce();
    expect(beacon.mock.calls[0]?.[1].type).toMatch(/^text\/plain/);
  });
});

describe('completion by threshold and success by passing score of 2004', () => {
  it('are in the last commit, whatever the ones before have said', () => {
    const { http, sent } = recorder();
    const library = new Scorm2004API(SETTINGS, http);
    library.loadFromFlattenedJSON({ 'cmi.completion_threshold': '0.5', 'cmi.scaled_passing_score': '0.8' });
    library.lmsInitialize();
    library.lmsSetValue('cmi.progress_measure', '0.6');
    library.lmsSetValue('cmi.score.scaled', '0.9');
    library.lmsCommit();
    library.lmsFinish();
    expect(sent.map(each => each.commit.completionStatus)).toEqual(['unknown', 'completed']);
  });
});

describe('limits and states', () => {
  it('suspend data of 1.2 takes 64,000 characters', () => {
    const library = new Scorm12API(SETTINGS, recorder().http);
    library.lmsInitialize();
    expect(library.lmsSetValue('cmi.suspend_data', 'x'.repeat(64_000))).toBe('true');
    expect(library.lmsSetValue('cmi.suspend_data', 'x'.repeat(64_001))).toBe('false');
    expect(library.lmsGetLastError()).toBe('405');
  });

  it('a second beginning is an error of its own in each standard', () => {
    const first = new Scorm12API(SETTINGS, recorder().http);
    first.lmsInitialize();
    expect([first.lmsInitialize(), first.lmsGetLastError()]).toEqual(['false', '101']);
    const second = new Scorm2004API(SETTINGS, recorder().http);
    second.lmsInitialize();
    expect([second.lmsInitialize(), second.lmsGetLastError()]).toEqual(['false', '103']);
    second.lmsFinish();
    expect([second.lmsInitialize(), second.lmsGetLastError()]).toEqual(['false', '104']);
  });

  it('1.2 goes on setting after the end, which our runtime refuses', () => {
    const library = new Scorm12API(SETTINGS, recorder().http);
    library.lmsInitialize();
    library.lmsFinish();
    expect(library.lmsSetValue('cmi.suspend_data', 'late')).toBe('true');
  });
});
