import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { shelved } from '../../offline/shelf';

/** A member's level: the API's description names two things `Level`, and means this one here. */
export interface MemberLevel {
  number: number;
  /** The points at which it begins. */
  from: number;
  /** The points at which the next one begins. */
  next_at: number;
}

export type HomeView = Omit<Schema<'Home'>, 'level'> & { readonly level: MemberLevel };

export const homeQuery = shelved(['home'], async () => (await answered(api.GET('/v1/me/home'))) as unknown as HomeView);
