import { Scorm12API } from 'scorm-again/scorm12';
import { Committing, type PackageRuntime, type Saving } from './runtime';
import { SETTINGS } from './settings';
import { load } from './values';

/** SCORM 1.2 RTE 3.3.5: general exception; not initialised. */
const GENERAL = 101;
const NOT_INITIALISED = '301';

/** `window.API` of SCORM 1.2. */
export function scorm12(cmi: Readonly<Record<string, string>>, saving: Saving, now: () => number): PackageRuntime {
  const committing = new Committing(saving, now, GENERAL);
  const library = new Scorm12API(SETTINGS, committing.http);
  load(library, cmi);
  const wish = () => library.nav.event;

  /** The library goes on setting and committing after the end, where nothing would be saved any more. */
  function beforeTheEnd(call: () => string): string {
    if (!library.isTerminated()) return call();
    library.lastErrorCode = NOT_INITIALISED;
    return 'false';
  }

  return {
    api: {
      LMSInitialize: (parameter = '') => library.lmsInitialize(parameter),
      LMSFinish: (parameter = '') => beforeTheEnd(() => committing.terminate(library, parameter, wish)),
      LMSGetValue: (element: string) => library.lmsGetValue(element),
      LMSSetValue(element: string, value: unknown) {
        const result = beforeTheEnd(() => library.lmsSetValue(element, value));
        if (result === 'true') saving.changed();
        return result;
      },
      LMSCommit: (parameter = '') => beforeTheEnd(() => library.lmsCommit(parameter)),
      LMSGetLastError: () => library.lmsGetLastError(),
      LMSGetErrorString: (code: string) => library.lmsGetErrorString(code),
      LMSGetDiagnostic: (code: string) => library.lmsGetDiagnostic(code),
    },
    isRunning: () => library.isInitialized(),
    snapshot: () => committing.snapshotOf(library),
    end: () => void committing.end(library, '', wish),
  };
}
