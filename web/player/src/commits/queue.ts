import type { Commit, Outcome, Receipt, SessionKey, Snapshot, Transport } from './commit';
import type { KeptCommits } from './kept';

/** What a package sets is sent after so many milliseconds at the latest. */
export const SENT_WITHIN = 10_000;
/** After a failure, the next try comes after so many milliseconds, and twice as many each time, up to the last. */
export const RETRIES = { first: 2_000, last: 60_000 } as const;

/** As much of the clock as is needed. */
export interface Clock {
  now: () => number;
  /** Calls once; what it returns cancels that. */
  after: (milliseconds: number, call: () => void) => () => void;
}

export interface QueueNews {
  saved: (receipt: Receipt) => void;
  unsaved: (willRetry: boolean) => void;
}

interface Queue {
  /** Of the session, in this browser. */
  name: string;
  session: SessionKey;
  /** The origin of the API. */
  api: string;
  kept: KeptCommits;
  transport: Transport;
  clock: Clock;
  /** Whether the browser would take it when the page goes away; what it would not take is sent at once. */
  fits: (commit: Commit) => boolean;
  news: QueueNews;
}

/**
 * The commits of one session, in order. Each is a snapshot of everything, is kept in the browser before it is sent, and until the API has
 * acknowledged it or a newer one. One is on its way at a time; the newest waits.
 */
export class CommitQueue {
  private sequence = 0;
  private waiting: Commit | undefined;
  private sending: Promise<void> | undefined;
  private failures = 0;
  private acknowledged = 0;
  private isOver = false;
  private cancel: (() => void) | undefined;

  constructor(private readonly queue: Queue) {}

  /** Whether all that was said has arrived. */
  get isSaved(): boolean {
    return this.acknowledged === this.sequence;
  }

  /** The package has set something: kept now, sent soon. */
  note(snapshot: Snapshot): void {
    const commit = this.add(snapshot, false);
    if (commit && (!this.keep(commit) || !this.queue.fits(commit))) void this.send();
    else this.schedule(SENT_WITHIN);
  }

  /** The package asks for it to be saved. */
  commit(snapshot: Snapshot): void {
    const commit = this.add(snapshot, false);
    if (commit) this.keep(commit);
    void this.send();
  }

  /** The package has ended: true only if the API has it. Where the page is going away already, the browser is left to bring it. */
  finish(snapshot: Snapshot): boolean {
    const commit = this.add(snapshot, true);
    if (!commit) return false;
    this.keep(commit);
    const outcome = this.queue.transport.sendNow(commit);
    if (outcome.kind === 'failed') this.queue.transport.handOver(commit);
    this.take(commit, outcome);
    this.isOver = outcome.kind === 'saved';
    if (!this.isOver) this.schedule(RETRIES.first);
    return this.isOver;
  }

  /** The page goes away: what has not arrived is left to the browser. Without a snapshot, nothing has been said since the last one. */
  leave(snapshot: Snapshot | undefined, final: boolean): void {
    const commit = snapshot && this.add(snapshot, final);
    if (commit) this.keep(commit);
    if (this.waiting) this.queue.transport.handOver(this.waiting);
  }

  /** Sends what waits, now. Resolves when nothing is on its way any more: all has arrived then, or some of it could not be sent. */
  async send(): Promise<void> {
    this.unschedule();
    // What has been said meanwhile goes after what is on its way.
    await this.sending;
    if (this.sending || !this.waiting) return this.sending;
    this.sending = this.sendWaiting(this.waiting);
    await this.sending;
  }

  private async sendWaiting(commit: Commit): Promise<void> {
    const outcome = await this.queue.transport.send(commit);
    this.sending = undefined;
    this.take(commit, outcome);
    if (outcome.kind === 'failed') this.schedule(this.delay());
    else if (this.waiting) this.schedule(SENT_WITHIN);
  }

  private add(snapshot: Snapshot, final: boolean): Commit | undefined {
    if (this.isOver) return undefined;
    this.sequence += 1;
    this.waiting = { ...this.queue.session, sequence: this.sequence, final, ...snapshot };
    return this.waiting;
  }

  private keep(commit: Commit): boolean {
    const { name, api, kept, clock } = this.queue;
    return kept.keep({ name, api, at: clock.now(), commit });
  }

  private take(commit: Commit, outcome: Outcome): void {
    const { name, kept, news } = this.queue;
    if (outcome.kind === 'saved') {
      this.failures = 0;
      this.acknowledged = Math.max(this.acknowledged, commit.sequence);
      if (this.waiting && this.waiting.sequence <= this.acknowledged) this.waiting = undefined;
      kept.arrived(name, commit.sequence);
      news.saved(outcome.receipt);
      return;
    }
    if (outcome.kind === 'failed') this.failures += 1;
    // What is refused stays in the browser, and is tried once with every visit.
    else if (this.waiting?.sequence === commit.sequence) this.waiting = undefined;
    news.unsaved(outcome.kind === 'failed');
  }

  private delay(): number {
    return Math.min(RETRIES.last, RETRIES.first * 2 ** Math.max(0, this.failures - 1));
  }

  /** What is due already is not put off. */
  private schedule(milliseconds: number): void {
    this.cancel ??= this.queue.clock.after(milliseconds, () => {
      this.cancel = undefined;
      void this.send();
    });
  }

  private unschedule(): void {
    this.cancel?.();
    this.cancel = undefined;
  }
}
