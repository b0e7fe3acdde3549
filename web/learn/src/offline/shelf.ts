import { queryOptions } from '@tanstack/react-query';
import { clear, createStore, del, delMany, get, keys, set } from 'idb-keyval';
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

/** The device may refuse to keep anything; then there is nothing to read without network, and everything else works. */
async function quietly<Result>(work: Promise<Result>): Promise<Result | undefined> {
  return work.catch(() => undefined);
}

export async function shelve(key: Key, value: unknown): Promise<void> {
  // What was still on its way when the member left is not theirs to find here.
  if (!left) await quietly(set(address(key), value, store));
}

export async function unshelve(key: Key): Promise<void> {
  await quietly(del(address(key), store));
}

/** Everything below a key. */
export async function unshelveAll(key: Key): Promise<void> {
  const below = `${address(key)}/`;
  const kept = (await quietly(keys<string>(store))) ?? [];
  await quietly(
    delMany(
      kept.filter(each => each.startsWith(below)),
      store,
    ),
  );
}

export async function fromShelf<Value>(key: Key): Promise<Value | undefined> {
  return quietly(get<Value>(address(key), store));
}

/** A query whose last answer is kept for when nothing answers. */
export function shelved<Value>(key: Key, ask: () => Promise<Value>) {
  return queryOptions({
    queryKey: key,
    queryFn: async (): Promise<Value> => {
      try {
        const value = await ask();
        void shelve(key, value);
        return value;
      } catch (error) {
        const kept = isUnreached(error) ? await fromShelf<Value>(key) : undefined;
        if (kept !== undefined) return kept;
        throw error;
      }
    },
  });
}
