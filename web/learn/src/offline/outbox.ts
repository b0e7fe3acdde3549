import { clear, createStore, del, promisifyRequest, set, values } from 'idb-keyval';
import { useSyncExternalStore } from 'react';
import { currentSession, onLeave } from 'shared/session/session';

/** A lesson that was completed here and that the API has not acknowledged. */
export interface Pending {
  memberId: string;
  courseId: string;
  lessonId: string;
  /** What the lesson is called, to speak of it where the API refuses. */
  lesson: string;
  /** By this device's clock. */
  completedAt: string;
  /** It was tried and is left for later: a completion that is just on its way is nothing to tell. */
  left?: true;
}

const store = createStore('trellis-outbox', 'completions');
const channel = new BroadcastChannel('trellis-outbox');

let pending: readonly Pending[] = [];
const listeners = new Set<() => void>();

function keyOf({ memberId, courseId, lessonId }: Pending): string {
  return `${memberId}/${courseId}/${lessonId}`;
}

/** Reads again what is in the store, which other tabs write as well. */
export async function readOutbox(): Promise<readonly Pending[]> {
  const session = currentSession();
  const all: Pending[] = await values<Pending>(store).catch(() => []);
  const own = all.filter(each => 'memberId' in session && each.memberId === session.memberId);
  // The same list stays the same value: a new one would draw everything that shows it again.
  if (JSON.stringify(own) !== JSON.stringify(pending)) {
    pending = own;
    for (const listener of listeners) listener();
  }
  return pending;
}

async function changed(): Promise<void> {
  await readOutbox();
  channel.postMessage('changed');
}

export async function addPending(next: Pending): Promise<void> {
  await set(keyOf(next), next, store);
  await changed();
}

/** Notes that these were tried in vain, if they are still there: whoever signs out meanwhile leaves nothing behind. */
export async function leavePending(some: readonly Pending[]): Promise<void> {
  const news = some.filter(each => !each.left);
  if (news.length === 0) return;
  await store('readwrite', entries => {
    for (const each of news) {
      const kept = entries.get(keyOf(each));
      kept.onsuccess = () => kept.result && entries.put({ ...kept.result, left: true }, keyOf(each));
    }
    return promisifyRequest(entries.transaction);
  });
  await changed();
}

export async function removePending(done: Pending): Promise<void> {
  await del(keyOf(done), store);
  await changed();
}

channel.addEventListener('message', () => void readOutbox());
onLeave(() => clear(store));

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePending(): readonly Pending[] {
  return useSyncExternalStore(subscribe, () => pending);
}
