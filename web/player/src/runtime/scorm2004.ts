import { Scorm2004API } from 'scorm-again/scorm2004';
import { Committing, type PackageRuntime, type Saving } from './runtime';
import { SETTINGS } from './settings';
import { load } from './values';

/** SCORM 2004 RTE 3.1.7: general termination failure. */
const TERMINATION_FAILED = 111;

/** `window.API_1484_11` of SCORM 2004. Its own sequencing has no activity tree to work on: the order of lessons is the course's. */
export function scorm2004(cmi: Readonly<Record<string, string>>, saving: Saving, now: () => number): PackageRuntime {
  const committing = new Committing(saving, now, TERMINATION_FAILED);
  const library = new Scorm2004API(SETTINGS, committing.http);
  load(library, cmi);
  const wish = () => library.adl.nav.request;

  return {
    api: {
      version: '1.0',
      Initialize: (parameter = '') => library.lmsInitialize(parameter),
      Terminate: (parameter = '') => committing.terminate(library, parameter, wish),
      GetValue: (element: string) => library.lmsGetValue(element),
      SetValue(element: string, value: unknown) {
        const result = library.lmsSetValue(element, value);
        if (result === 'true') saving.changed();
        return result;
      },
      Commit: (parameter = '') => library.lmsCommit(parameter),
      GetLastError: () => library.lmsGetLastError(),
      GetErrorString: (code: string) => library.lmsGetErrorString(code),
      GetDiagnostic: (code: string) => library.lmsGetDiagnostic(code),
    },
    isRunning: () => library.isInitialized(),
    snapshot: () => committing.snapshotOf(library),
    end: () => void committing.end(library, '', wish),
  };
}
