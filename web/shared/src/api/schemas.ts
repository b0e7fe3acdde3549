import type { components } from './schema';

/** The shapes of the API under their own names: `Schema<'Me'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];
