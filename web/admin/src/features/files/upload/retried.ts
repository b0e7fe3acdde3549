/** Time, the network, and chance, which tests have in their hands. */
export interface Clock {
  now: () => number;
  wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Resolves when there is a network, at once if there is one. */
  online: (signal: AbortSignal) => Promise<void>;
  random: () => number;
}

interface Retrying {
  clock: Clock;
  signal: AbortSignal;
  /** Whether it may end otherwise later. */
  isPassing: (error: unknown) => boolean;
  onWait: () => void;
}

const FIRST = 1_000;
const LONGEST = 30_000;
const TRIES = 8;

/** Tries again what fails for a while, later each time. Without network it waits for it, and that is no try. */
export async function retried<Answer>(work: () => Promise<Answer>, options: Retrying): Promise<Answer> {
  const { clock, signal, isPassing, onWait } = options;
  for (let tries = 1; ; tries += 1) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (signal.aborted || !isPassing(error) || tries === TRIES) throw signal.aborted ? signal.reason : error;
      onWait();
      // Not all at the same moment.
      const pause = Math.min(FIRST * 2 ** (tries - 1), LONGEST) * (0.75 + clock.random() / 2);
      await clock.wait(pause, signal);
      await clock.online(signal);
    }
  }
}

/** Waits for something, unless it is stopped before. */
function unlessStopped(signal: AbortSignal, begin: (done: () => void) => () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      end();
      reject(signal.reason);
    };
    const end = begin(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

export const CLOCK: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  wait: (milliseconds, signal) =>
    unlessStopped(signal, done => {
      const timer = setTimeout(done, milliseconds);
      return () => clearTimeout(timer);
    }),
  online: signal =>
    navigator.onLine
      ? Promise.resolve()
      : unlessStopped(signal, done => {
          const listen = () => done();
          addEventListener('online', listen, { once: true });
          return () => removeEventListener('online', listen);
        }),
};
