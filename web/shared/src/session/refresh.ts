import { networkFetch } from '../api/network';
import { NetworkError } from '../api/problem';
import type { Schema } from '../api/schemas';
import { takeArrival } from '../sign-in/arrival';
import { endCookie } from './end-cookie';
import { acceptAndShare, currentGrant, end, goOffline } from './session';
import { forget, keep, kept } from './storage';
import { type Grant, oneTabAtATime } from './tabs';

/** A token that ends sooner is not worth sending. */
const MARGIN = 30_000;

function isFresh(grant: Grant | undefined): grant is Grant {
  return grant !== undefined && grant.expiresAt - MARGIN > Date.now();
}

/** The claims are read to know whose token it is; whether it is genuine is the API's business. */
function memberOf(token: string): string {
  const payload = token.split('.')[1] ?? '';
  const claims: { member_id?: string } = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
  return claims.member_id ?? '';
}

export function grantOf(signedIn: Schema<'SignedIn'>): Grant {
  const { access_token: token, expires_in } = signedIn;
  return { token, memberId: memberOf(token), expiresAt: Date.now() + expires_in * 1000 };
}

/** Rotation makes the old cookie worthless: `keepalive` lets the new one arrive even if the page is left meanwhile. */
async function exchange(): Promise<Grant | undefined> {
  const response = await networkFetch(new Request('/v1/auth/refresh', { method: 'POST', keepalive: true }));
  if (response.status === 401) return undefined;
  if (!response.ok) throw new NetworkError(response.status);
  return grantOf(await response.json());
}

let flight: Promise<Grant | undefined> | undefined;

async function renew(stale: Grant | undefined): Promise<Grant | undefined> {
  return oneTabAtATime('refresh', async () => {
    // Another tab may have been first while this one waited.
    const shared = currentGrant();
    if (shared !== stale && isFresh(shared)) return shared;
    const next = await exchange();
    if (next) acceptAndShare(next);
    else end();
    return next;
  });
}

/** A token newer than `stale`, or nothing if the session is over. All callers of a tab share one exchange, all tabs take turns. */
export function refresh(stale: Grant | undefined): Promise<Grant | undefined> {
  flight ??= renew(stale).finally(() => {
    flight = undefined;
  });
  return flight;
}

/** The token in use, renewed in time. */
export async function freshGrant(): Promise<Grant | undefined> {
  const grant = currentGrant();
  return isFresh(grant) ? grant : refresh(grant);
}

/** Where a visit begins. Who never signed in here is not asked about: a refused request is an error in everybody's console. */
export async function restoreSession(): Promise<void> {
  // A sign-out without network could not take the cookie away.
  if (kept('sign-out-owed') && (await endCookie())) forget('sign-out-owed');
  const arrivedIn = takeArrival();
  if (arrivedIn) keep('workspace', arrivedIn);
  if (!arrivedIn && !kept('member')) {
    end();
    return;
  }
  try {
    await refresh(undefined);
  } catch {
    goOffline();
  }
}
