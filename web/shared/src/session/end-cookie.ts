import { networkFetch } from '../api/network';

/** Takes the refresh cookie away; whether the API has said that it is gone. */
export async function endCookie(): Promise<boolean> {
  try {
    return (await networkFetch(new Request('/v1/auth/sign-out', { method: 'POST' }))).ok;
  } catch {
    return false;
  }
}
