import { queryOptions } from '@tanstack/react-query';
import { clear, createStore, del, delMany, get, getMany, keys, set } from 'idb-keyval';
import { isUnreached } from 'shared/api/problem';
import { currentSession, onLeave } from 'shared/session/session';

/**
 * What a member has opened, to be read again without network. It is kept under the member's id, and wiped when they sign out on this device.
 */
const store = createStore('trellis-shelf', 'opened');

let left = false;

onLeave(() => {
  left = true;
  return clear(store);
});

export type Key = readonly [string, ...string[]];

function address(key: Key): string {
  const session = currentSession();
  const member = 'memberId' in session ? session.memberId : 'nobody';
  return [member, ...key].join('/');
}

/** What is kept is somebody else's once the member has left. */
class Left extends Error {}

/** The device may refuse to keep anything; then there is nothing to read without network, and everything else works. */
async function quietly<Result>(work: Promise<Result>): Promise<Result | undefined> {
  return work.catch(() => undefined);
}

export async function shelve(key: Key, value: unknown): Promise<void> {
  await quietly(shelveOrThrow(key, value));
}

/** For what the member was promised to find here: what the device refuses is thrown, as when it has no more room. */
export async function shelveOrThrow(key: Key, value: unknown): Promise<void> {
  // What was still on its way when the member left is not theirs to find here.
  if (left) throw new Left();
  await set(address(key), value, store);
}

export async function unshelve(key: Key): Promise<void> {
  await quietly(del(address(key), store));
}

/** The addresses of everything below a key. */
async function addressesBelow(key: Key): Promise<string[]> {
  const below = `${address(key)}/`;
  const kept = (await quietly(keys<string>(store))) ?? [];
  return kept.filter(each => each.startsWith(below));
}

/** Everything below a key. */
export async function unshelveAll(key: Key): Promise<void> {
  await quietly(delMany(await addressesBelow(key), store));
}

export async function allFromShelf<Value>(key: Key): Promise<Value[]> {
  const values = (await quietly(getMany<Value | undefined>(await addressesBelow(key), store))) ?? [];
  return values.filter(each => each !== undefined);
}

export async function fromShelf<Value>(key: Key): Promise<Value | undefined> {
  return quietly(get<Value>(address(key), store));
}

/** A query whose last answer is kept for when nothing answers. Whichever it is, it is shown as `dress` has it. */
export function shelved<Value>(key: Key, ask: () => Promise<Value>, dress = (value: Value) => value) {
  return queryOptions({
    queryKey: key,
    queryFn: async (): Promise<Value> => {
      try {
        const value = await ask();
        void shelve(key, value);
        return dress(value);
      } catch (error) {
        const kept = isUnreached(error) ? await fromShelf<Value>(key) : undefined;
        if (kept !== undefined) return dress(kept);
        throw error;
      }
    },
  });
}
