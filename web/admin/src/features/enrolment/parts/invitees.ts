import type { Schema } from 'shared/api/schemas';

/** Who is to be invited: a person, or everybody in a group. */
export interface Chosen {
  kind: 'person' | 'group';
  id: string;
  name: string;
}

export interface Invitee {
  id: string;
  name: string;
}

export interface Outcome {
  counts: Record<Schema<'InviteeResult'>, number>;
  refused: readonly { name: string; detail: string }[];
}

/** The API takes so many at once. */
const MOST = 100;

/** Everybody once, in packets as the API takes them. */
export function packetsOf(invitees: readonly Invitee[]): Invitee[][] {
  const each = [...new Map(invitees.map(invitee => [invitee.id, invitee])).values()];
  return Array.from({ length: Math.ceil(each.length / MOST) }, (_, at) => each.slice(at * MOST, (at + 1) * MOST));
}

/** What became of everybody, over all packets. */
export function outcomeOf(results: readonly Schema<'Invitee'>[], invitees: readonly Invitee[]): Outcome {
  const names = new Map(invitees.map(({ id, name }) => [id, name]));
  const counts = { invited: 0, already_invited: 0, already_enrolled: 0, refused: 0 };
  for (const { result } of results) counts[result] += 1;
  const refused = results
    .filter(each => each.result === 'refused')
    .map(({ member_id, detail = '' }) => ({ name: names.get(member_id) ?? member_id, detail }));
  return { counts, refused };
}
