import type { Settings } from 'scorm-again';

/** Anything but a text makes the library commit nothing; where it goes is the queue's business. */
const COMMITS = 'commit';

/**
 * All settings of the library that concern what is kept, none left to its defaults: it decides some by whether any setting is given at all.
 * What a score, a mastery and an exit mean is the API's rule, so the library changes no status.
 */
export const SETTINGS: Settings = {
  autocommit: false,
  autocommitSeconds: 10,
  throttleCommits: false,
  useAsynchronousCommits: false,
  asyncModeBeaconBehavior: 'never',
  sendFullCommit: true,
  lmsCommitUrl: COMMITS,
  dataCommitFormat: 'flattened',
  renderCommonCommitFields: true,
  includeCommitSequence: false,
  autoPopulateCommitMetadata: false,
  autoProgress: false,
  autoCompleteLessonStatus: false,
  mastery_override: false,
  score_overrides_status: false,
  completion_status_on_failed: 'incomplete',
  selfReportSessionTime: false,
  alwaysSendTotalTime: false,
  accumulateSessionTimeOnTerminate: false,
  strict_errors: true,
  enableOfflineSupport: false,
  globalStudentPreferences: false,
  syncOnInitialize: false,
  syncOnTerminate: false,
  // What packages do wrong they are told by error codes; the console is theirs.
  logLevel: 'NONE',
  uninitializedGetLogLevel: 'NONE',
  onLogMessage: () => undefined,
};
