import type { Clock } from './retried';
import type { PartRequest } from './server';

/** As many as the API gives at once. */
const BATCH = 20;
/** They work for an hour; a part that is begun should be through by then. */
const WORK_FOR = 45 * 60_000;

export interface Addresses {
  of: (number: number) => Promise<PartRequest>;
  /** It does not work, or is not needed any more. */
  forget: (number: number) => void;
}

/** Where parts are sent to. They are asked for as they are needed, some at a time, and anew when they have grown old. */
export function addressesOf(
  numbers: readonly number[],
  clock: Clock,
  ask: (numbers: readonly number[]) => Promise<readonly PartRequest[]>,
): Addresses {
  const given = new Map<number, { request: Promise<PartRequest>; until: number }>();

  function askFrom(first: number): void {
    const wanted = numbers.filter(number => number >= first && !given.has(number)).slice(0, BATCH);
    const answer = ask(wanted);
    const until = clock.now() + WORK_FOR;
    for (const number of wanted) {
      const request = answer.then(requests => {
        const found = requests.find(each => each.number === number);
        if (!found) throw new Error(`no address for part ${number}`);
        return found;
      });
      // Whoever waits for it is told; for the others it is asked again.
      request.catch(() => given.delete(number));
      given.set(number, { request, until });
    }
  }

  return {
    of(number) {
      const known = given.get(number);
      if (known && known.until > clock.now()) return known.request;
      for (const [other, { until }] of given) if (until <= clock.now()) given.delete(other);
      askFrom(number);
      return given.get(number)?.request ?? Promise.reject(new Error(`no part ${number}`));
    },
    forget: number => void given.delete(number),
  };
}
