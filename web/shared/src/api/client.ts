import createClient from 'openapi-fetch';
import { authorizedFetch } from '../session/authorized-fetch';
import { networkFetch } from './network';
import type { paths } from './schema';

/** The API as the member who is signed in. */
export const api = createClient<paths>({ baseUrl: location.origin, fetch: authorizedFetch });

/** The API for whoever is at the door. */
export const publicApi = createClient<paths>({ baseUrl: location.origin, fetch: networkFetch });
