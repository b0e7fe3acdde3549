import { forget, keep, kept } from './storage';
import { type Grant, onTabMessage, tellTabs } from './tabs';

/**
 * Who uses this tab. The access token lives in this module and nowhere else; what outlives the page is the refresh cookie, which no script
 * can read, and the id of the member, so that a visit begins with the right page.
 */
export type Session =
  | { phase: 'restoring' }
  | { phase: 'signed-out' }
  | { phase: 'signed-in'; memberId: string }
  /** The session is over in the middle of work: the page stays as it is, and the member signs in above it. */
  | { phase: 'ended'; memberId: string }
  /** Nothing answers: what was opened before can be read. */
  | { phase: 'offline'; memberId: string };

/** Somebody who comes back from another identity provider: who it is follows from the cookie. */
export const UNKNOWN_MEMBER = 'pending';

let session: Session = { phase: 'restoring' };
let grant: Grant | undefined;
const listeners = new Set<() => void>();
let wake: (() => void)[] = [];

function change(next: Session): void {
  session = next;
  for (const listener of listeners) listener();
}

export function currentSession(): Session {
  return session;
}

export function onSessionChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function currentGrant(): Grant | undefined {
  return grant;
}

/** Takes a token into use. Another member than before means that nothing on this page is theirs. */
export function accept(next: Grant): void {
  const before = 'memberId' in session ? session.memberId : next.memberId;
  grant = next;
  keep('member', next.memberId);
  if (before !== next.memberId && before !== UNKNOWN_MEMBER) {
    location.assign(import.meta.env.BASE_URL);
    return;
  }
  if (session.phase !== 'signed-in' || before !== next.memberId)
    change({ phase: 'signed-in', memberId: next.memberId });
  for (const resume of wake.splice(0)) resume();
}

/** A token that this tab was given, for all tabs. */
export function acceptAndShare(next: Grant): void {
  accept(next);
  tellTabs({ kind: 'granted', grant: next });
}

/** The cookie is worth nothing any more. */
export function end(): void {
  grant = undefined;
  if (session.phase === 'restoring') {
    forget('member');
    change({ phase: 'signed-out' });
  } else if ('memberId' in session) {
    change({ phase: 'ended', memberId: session.memberId });
  }
}

export function goOffline(): void {
  const memberId = kept('member');
  if (!memberId || memberId === UNKNOWN_MEMBER) change({ phase: 'signed-out' });
  else if (session.phase !== 'offline') change({ phase: 'offline', memberId });
}

/** Resolves as soon as there is a token again. */
export function signedInAgain(): Promise<void> {
  return new Promise(resolve => {
    wake = [...wake, resolve];
  });
}

const leaving = new Set<() => Promise<void>>();

/** What a part of the application keeps on the device, and how it is wiped when its member leaves. */
export function onLeave(wipe: () => Promise<void>): void {
  leaving.add(wipe);
}

/** Forgets the member on this device, in this tab. */
export async function leave(): Promise<void> {
  grant = undefined;
  forget('member');
  await Promise.allSettled([...leaving].map(wipe => wipe()));
  location.assign(import.meta.env.BASE_URL);
}

onTabMessage(message => {
  if (message.kind === 'signed-out') void leave();
  else accept(message.grant);
});
