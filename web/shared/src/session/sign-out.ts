import { api } from '../api/client';
import { answered } from '../api/problem';
import { endCookie } from './end-cookie';
import { leave } from './session';
import { keep } from './storage';
import { tellTabs } from './tabs';

/** Ends this session, here and in all tabs. Without network the device forgets at once, and the cookie follows. */
export async function signOut(): Promise<void> {
  if (!(await endCookie())) keep('sign-out-owed', 'yes');
  tellTabs({ kind: 'signed-out' });
  await leave();
}

/** Ends the sessions of all devices. A refusal is thrown, since then they go on. */
export async function signOutEverywhere(): Promise<void> {
  await answered(api.POST('/v1/auth/sign-out-everywhere'));
  await signOut();
}
