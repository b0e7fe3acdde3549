/** What a package has said up to a moment: everything, so a newer one makes older ones of its session needless. */
export interface Snapshot {
  /** Elements of the data model by their full names. */
  cmi: Readonly<Record<string, string>>;
  runtime: Runtime;
}

/** What the runtime library makes of it. */
export interface Runtime {
  completion: string;
  success: string;
  /** Numbers by raw, min, max and scaled. */
  score: Readonly<Record<string, number>>;
  /** Whole seconds since the session began, by this device's clock. */
  seconds: number;
  /** Whether the package has said itself that it is done: a tab that is closed has not. */
  terminated: boolean;
}

/** What one session of an attempt sends its commits with. */
export interface SessionKey {
  launch: string;
  attempt: number;
  session: number;
}

/** As it is sent, and as it lies in the browser's storage until it has arrived. */
export interface Commit extends SessionKey, Snapshot {
  sequence: number;
  final: boolean;
}

/** What the API answers. */
export interface Receipt {
  sequence: number;
  saved_at: string;
  state: string;
  /** A later session has begun elsewhere: what this one says is kept, and flagged. */
  superseded?: boolean;
}

export type Outcome =
  | { kind: 'saved'; receipt: Receipt }
  /** Nothing answered, or not now: it is tried again. */
  | { kind: 'failed' }
  /** It would be refused again. */
  | { kind: 'refused'; status: number };

/** How commits leave the page. */
export interface Transport {
  send: (commit: Commit) => Promise<Outcome>;
  /** Waits for the answer and holds the page up meanwhile. */
  sendNow: (commit: Commit) => Outcome;
  /** Leaves it to the browser, which tells nobody whether it arrived. False where it does not take it. */
  handOver: (commit: Commit) => boolean;
}
