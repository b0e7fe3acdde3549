import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Commit, Outcome, Snapshot } from './commit';
import { KeptCommits } from './kept';
import { sendLeftovers } from './leftovers';
import { type Clock, CommitQueue, SENT_WITHIN } from './queue';

const API = 'https://api.example';
const SESSION = { launch: 'capability', attempt: 1, session: 1 };

function snapshot(location: number): Snapshot {
  return {
    cmi: { 'cmi.core.lesson_location': String(location) },
    runtime: { completion: 'incomplete', success: 'unknown', score: {}, seconds: 1, terminated: false },
  };
}

/** What the network does to a request. */
type Weather = 'fine' | 'answer-lost' | 'down' | 'busy';

/** The API as far as commits go: the highest number of a session stands, and nothing is refused. */
class FakeApi {
  /** By the number of the session. */
  readonly applied = new Map<number, Commit>();
  weather: Weather = 'fine';

  receive(commit: Commit): Outcome {
    if (this.weather === 'down' || this.weather === 'busy') return { kind: 'failed' };
    const before = this.applied.get(commit.session);
    if (!before || before.sequence < commit.sequence) this.applied.set(commit.session, commit);
    if (this.weather === 'answer-lost') return { kind: 'failed' };
    const receipt = { sequence: commit.sequence, saved_at: '2026-11-30T10:00:00Z', state: 'open' };
    return { kind: 'saved', receipt };
  }
}

/** Time that passes when it is told to. */
class FakeClock implements Clock {
  private time = 0;
  private due: { at: number; call: () => void }[] = [];

  now = () => this.time;
  after = (milliseconds: number, call: () => void) => {
    const entry = { at: this.time + milliseconds, call };
    this.due.push(entry);
    return () => {
      this.due = this.due.filter(each => each !== entry);
    };
  };

  async pass(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds;
    await settled();
    for (;;) {
      const next = this.due.filter(each => each.at <= end).sort((one, other) => one.at - other.at)[0];
      if (!next) break;
      this.time = next.at;
      this.due = this.due.filter(each => each !== next);
      next.call();
      await settled();
    }
    this.time = end;
  }
}

/** Lets everything that is on its way arrive. */
async function settled(): Promise<void> {
  for (let turns = 0; turns < 20; turns += 1) await Promise.resolve();
}

class FakeStore {
  private readonly items = new Map<string, string>();
  isFull = false;
  get length() {
    return this.items.size;
  }
  key = (index: number) => [...this.items.keys()][index] ?? null;
  getItem = (key: string) => this.items.get(key) ?? null;
  setItem = (key: string, value: string) => {
    if (this.isFull) throw new DOMException('no room', 'QuotaExceededError');
    this.items.set(key, value);
  };
  removeItem = (key: string) => {
    this.items.delete(key);
  };
}

function visit(api: FakeApi, clock: FakeClock, kept: KeptCommits, session = 1) {
  const acknowledged: number[] = [];
  const lost: boolean[] = [];
  const handedOver: Commit[] = [];
  /** Requests that are on their way when the page goes are cut off. */
  const page = { isThere: true };
  const queue = new CommitQueue({
    name: `s${session}`,
    session: { ...SESSION, session },
    api: API,
    kept,
    clock,
    fits: () => true,
    transport: {
      async send(commit) {
        await Promise.resolve();
        if (!page.isThere) return new Promise<never>(() => undefined);
        return api.receive(commit);
      },
      sendNow: commit => api.receive(commit),
      handOver(commit) {
        handedOver.push(commit);
        api.receive(commit);
        return true;
      },
    },
    news: { saved: receipt => acknowledged.push(receipt.sequence), unsaved: willRetry => lost.push(willRetry) },
  });
  return { queue, acknowledged, lost, handedOver, page };
}

type Step =
  | { do: 'set' | 'commit' | 'finish' | 'hide' }
  | { do: 'wait'; milliseconds: number }
  | { do: 'weather'; weather: Weather };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.constantFrom<Step>({ do: 'set' }, { do: 'set' }, { do: 'commit' }, { do: 'finish' }, { do: 'hide' }),
    fc.integer({ min: 0, max: 90_000 }).map((milliseconds): Step => ({ do: 'wait', milliseconds })),
    fc
      .constantFrom<Weather>('fine', 'answer-lost', 'down', 'busy')
      .map((weather): Step => ({ do: 'weather', weather })),
  ),
  { maxLength: 40 },
);

describe('commits of a session', () => {
  it('are on the server once they are acknowledged, whatever the network does', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async todo => {
        const [api, clock, kept] = [new FakeApi(), new FakeClock(), new KeptCommits(new FakeStore())];
        const { queue, acknowledged } = visit(api, clock, kept);
        let location = 0;
        for (const step of todo) {
          location += 1;
          if (step.do === 'set') queue.note(snapshot(location));
          if (step.do === 'commit') queue.commit(snapshot(location));
          if (step.do === 'hide') queue.leave(undefined, false);
          if (step.do === 'finish' && queue.finish(snapshot(location))) {
            expect(api.applied.get(1)).toMatchObject({ final: true, cmi: snapshot(location).cmi });
          }
          if (step.do === 'wait') await clock.pass(step.milliseconds);
          if (step.do === 'weather') api.weather = step.weather;
          const highest = Math.max(0, ...acknowledged);
          expect(api.applied.get(1)?.sequence ?? 0).toBeGreaterThanOrEqual(highest);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('are all there after the next visit, wherever the page was cut off', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async todo => {
        const [api, clock, kept] = [new FakeApi(), new FakeClock(), new KeptCommits(new FakeStore())];
        const { queue, page } = visit(api, clock, kept);
        let said: number | undefined;
        let isOver = false;
        for (const [index, step] of todo.entries()) {
          if (isOver) break;
          const location = index + 1;
          if (step.do === 'set') queue.note(snapshot(location));
          if (step.do === 'commit') queue.commit(snapshot(location));
          if (step.do === 'finish') isOver = queue.finish(snapshot(location));
          if (['set', 'commit', 'finish'].includes(step.do)) said = location;
          if (step.do === 'wait') await clock.pass(step.milliseconds);
          if (step.do === 'weather') api.weather = step.weather;
        }
        page.isThere = false;
        api.weather = 'fine';
        const allSent = await sendLeftovers(kept, clock.now(), async left => api.receive(left.commit), always);
        expect(allSent).toBe(true);
        expect(kept.all(clock.now())).toEqual([]);
        expect(api.applied.get(1)?.cmi).toEqual(said === undefined ? undefined : snapshot(said).cmi);
      }),
      { numRuns: 400 },
    );
  });

  it('arrive by themselves once the network is there again', async () => {
    const [api, clock, kept] = [new FakeApi(), new FakeClock(), new KeptCommits(new FakeStore())];
    const { queue, lost } = visit(api, clock, kept);
    api.weather = 'down';
    queue.commit(snapshot(1));
    await clock.pass(30_000);
    expect(lost.length).toBeGreaterThan(1);
    api.weather = 'fine';
    await clock.pass(60_000);
    expect(api.applied.get(1)?.cmi).toEqual(snapshot(1).cmi);
    expect(queue.isSaved).toBe(true);
  });

  it('follow what was set within ten seconds, however often it is set', async () => {
    const [api, clock, kept] = [new FakeApi(), new FakeClock(), new KeptCommits(new FakeStore())];
    const { queue } = visit(api, clock, kept);
    for (let second = 1; second <= 9; second += 1) {
      queue.note(snapshot(second));
      await clock.pass(1_000);
    }
    expect(api.applied.size).toBe(0);
    await clock.pass(SENT_WITHIN - 9_000);
    expect(api.applied.get(1)?.sequence).toBe(9);
  });

  it('go at once where the browser keeps nothing', async () => {
    const store = new FakeStore();
    store.isFull = true;
    const [api, clock] = [new FakeApi(), new FakeClock()];
    const { queue } = visit(api, clock, new KeptCommits(store));
    queue.note(snapshot(1));
    await settled();
    expect(api.applied.get(1)?.sequence).toBe(1);
  });

  it('end with the one that ended the session', async () => {
    const [api, clock, kept] = [new FakeApi(), new FakeClock(), new KeptCommits(new FakeStore())];
    const { queue, handedOver } = visit(api, clock, kept);
    expect(queue.finish(snapshot(1))).toBe(true);
    queue.note(snapshot(2));
    queue.leave(snapshot(3), true);
    await clock.pass(SENT_WITHIN);
    expect(api.applied.get(1)?.sequence).toBe(1);
    expect(handedOver).toEqual([]);
  });

  it('say no to a package that ends where nothing answers, and are brought by the browser', async () => {
    const [api, clock, kept] = [new FakeApi(), new FakeClock(), new KeptCommits(new FakeStore())];
    const { queue, handedOver } = visit(api, clock, kept);
    api.weather = 'down';
    expect(queue.finish(snapshot(1))).toBe(false);
    expect(handedOver).toHaveLength(1);
    expect(kept.of('s1')?.commit).toMatchObject({ final: true, sequence: 1 });
  });

  it('that are refused stay in the browser, and do not stop those that follow', async () => {
    const [api, clock, kept] = [new FakeApi(), new FakeClock(), new KeptCommits(new FakeStore())];
    const receive = api.receive.bind(api);
    api.receive = () => ({ kind: 'refused', status: 401 });
    const { queue, lost } = visit(api, clock, kept);
    queue.commit(snapshot(1));
    await settled();
    expect(lost).toEqual([false]);
    expect(kept.of('s1')).toBeDefined();
    api.receive = receive;
    queue.commit(snapshot(2));
    await settled();
    expect(api.applied.get(1)?.sequence).toBe(2);
    expect(kept.of('s1')).toBeUndefined();
  });
});

/** As in a browser with one tab. */
async function always(_name: string, work: () => Promise<void>): Promise<boolean> {
  await work();
  return true;
}

describe('what earlier visits have left', () => {
  it('is not touched while its session runs in another tab', async () => {
    const [api, clock, kept] = [new FakeApi(), new FakeClock(), new KeptCommits(new FakeStore())];
    api.weather = 'down';
    visit(api, clock, kept, 1).queue.commit(snapshot(1));
    visit(api, clock, kept, 2).queue.commit(snapshot(2));
    await settled();
    api.weather = 'fine';
    const others = async (name: string, work: () => Promise<void>) => {
      if (name.endsWith('s1')) return false;
      await work();
      return true;
    };
    expect(await sendLeftovers(kept, clock.now(), async left => api.receive(left.commit), others)).toBe(true);
    expect([...api.applied.keys()]).toEqual([2]);
    expect(kept.all(clock.now()).map(left => left.name)).toEqual(['s1']);
  });

  it('keeps the next session waiting if it cannot be sent, and not if it is refused', async () => {
    const [api, clock, kept] = [new FakeApi(), new FakeClock(), new KeptCommits(new FakeStore())];
    api.weather = 'down';
    visit(api, clock, kept).queue.commit(snapshot(1));
    await settled();
    const send = (outcome: Outcome) => sendLeftovers(kept, clock.now(), async () => outcome, always);
    expect(await send({ kind: 'failed' })).toBe(false);
    expect(await send({ kind: 'refused', status: 401 })).toBe(true);
    expect(kept.all(clock.now())).toHaveLength(1);
  });

  it('is sent with what a package has not spoilt', () => {
    const store = new FakeStore();
    const kept = new KeptCommits(store);
    for (const nonsense of ['', '{', 'null', '7', '{"commit":{}}', '{"api":1}']) {
      store.setItem(`trellis-commit/${nonsense}`, nonsense);
    }
    store.setItem('of the package', 'stays');
    expect(kept.all(0)).toEqual([]);
    expect(store.length).toBe(1);
  });
});
