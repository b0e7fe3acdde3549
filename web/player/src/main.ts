import { type FromPlayer, isLaunch, isToPlayer, type Launch, READY } from 'shared/package/messages';
import { KeptCommits } from './commits/kept';
import { lockOf, sendLeftovers } from './commits/leftovers';
import { browserStore } from './commits/store';
import { sendCommit } from './commits/transport';
import { offer, showPackage, takeAway } from './frame';
import { holdLock, ifFree } from './locks';
import { prepareRun, type Run } from './run';
import { type Begun, beginSession, SessionError } from './session';
import './player.css';

const kept = new KeptCommits(browserStore());

/** Who takes longer to let go of a page is not waited for. */
const LETS_GO_WITHIN = 5_000;

/** Begins once, with the first launch that comes from the window above, and ends with the page. */
class Player {
  private run: Run | undefined;
  private frame: HTMLIFrameElement | undefined;

  constructor(
    private readonly launch: Launch,
    private readonly page: string,
    private readonly port: MessagePort,
  ) {
    port.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (!isToPlayer(data)) return;
      if (data.ask === 'leave') void this.leave();
      else if (!this.run) void this.begin(true);
    };
  }

  /** What was left over goes first: the session goes on with what the API has. */
  async begin(takesOver: boolean): Promise<void> {
    const { api, launch, device } = this.launch;
    try {
      const allSent = await sendLeftovers(kept, Date.now(), left => sendCommit(left.api, left.commit), ifFree);
      if (!allSent) return this.tell({ tell: 'failed', status: 0 });
      const { pages, begun, other_device } = await beginSession(api, {
        launch,
        device,
        takes_over: takesOver,
      });
      // Who shows this page is known only now; nothing of the package has been shown yet.
      if (!pages.includes(this.page)) return;
      if (begun) await this.show(begun);
      else if (other_device) this.tell({ tell: 'other-device', since: other_device.since });
    } catch (error) {
      this.tell({ tell: 'failed', status: error instanceof SessionError ? error.status : 0 });
    }
  }

  private async show(begun: Begun): Promise<void> {
    const { api, launch, texts } = this.launch;
    const name = crypto.randomUUID();
    holdLock(lockOf(name));
    const run = await prepareRun({ api, launch, begun, name, kept, tell: message => this.tell(message) });
    this.run = run;
    offer(run.runtime, begun.standard);
    this.watch(run);
    this.tell({ tell: 'started', review: begun.review, attempt: begun.attempt });
    // A package that turns its own page may never come back to say goodbye.
    this.frame = showPackage(begun.address, texts.frame, () => void run.flush());
  }

  private watch(run: Run): void {
    addEventListener('pagehide', ({ persisted }) => run.part(!persisted));
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') void run.flush();
    });
    addEventListener('online', () => void run.flush());
  }

  private async leave(): Promise<void> {
    const { frame, run } = this;
    if (frame) await Promise.race([takeAway(frame), new Promise(resolve => setTimeout(resolve, LETS_GO_WITHIN))]);
    if (run?.runtime.isRunning()) run.runtime.end();
    await run?.flush();
    this.tell({ tell: 'left', saved: run?.isSaved() ?? true });
  }

  private tell(message: FromPlayer): void {
    this.port.postMessage(message);
  }
}

let player: Player | undefined;

addEventListener('message', ({ data, source, origin, ports }: MessageEvent<unknown>) => {
  const [port] = ports;
  if (source !== window.parent || source === window || player || !port || !isLaunch(data)) return;
  document.documentElement.lang = data.language;
  player = new Player(data, origin, port);
  void player.begin(false);
});

// It tells nothing, so that everybody may hear it: who answers is looked at.
window.parent.postMessage(READY, '*');
