import { networkFetch } from '../api/network';
import { freshGrant, refresh } from './refresh';
import { signedInAgain } from './session';
import type { Grant } from './tabs';

function send(request: Request, grant: Grant): Promise<Response> {
  const copy = request.clone();
  copy.headers.set('authorization', `Bearer ${grant.token}`);
  return networkFetch(copy);
}

/** A token; if the session is over, the request waits until the member has signed in again. */
async function grantFor(find: () => Promise<Grant | undefined>): Promise<Grant> {
  for (;;) {
    const grant = await find();
    if (grant) return grant;
    await signedInAgain();
  }
}

/** Sends a request as the member. A token that the API does not take is renewed once; what was being done is not lost. */
export async function authorizedFetch(request: Request): Promise<Response> {
  const grant = await grantFor(freshGrant);
  const response = await send(request, grant);
  if (response.status !== 401) return response;
  let stale: Grant | undefined = grant;
  const renewed = await grantFor(async () => {
    const next = stale ? await refresh(stale) : await freshGrant();
    stale = undefined;
    return next;
  });
  return send(request, renewed);
}
