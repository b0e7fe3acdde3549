import { type Segment, union } from '../../played';

/** What is known while a video plays: what was played of it, and the piece that is being played. */
export interface Watching {
  played: readonly Segment[];
  open: Open | undefined;
}

interface Open {
  from: number;
  to: number;
  /** By a clock in seconds: when `to` was. */
  seen: number;
  rate: number;
}

/** What a media element tells of, where it stands then, and when that is. */
export interface Moment {
  kind: 'play' | 'time' | 'rate' | 'seeking' | 'stop';
  at: number;
  now: number;
  rate: number;
}

export const NOTHING: Watching = { played: [], open: undefined };

/** Events come late, and clocks differ a little. */
const SLACK = 1;

/** As far as it can have been played since: whatever lies beyond was jumped to. */
function advanced(open: Open, { at, now, rate }: Moment): Open | undefined {
  const most = (now - open.seen) * Math.max(open.rate, rate) + SLACK;
  const isPlayed = at >= open.to && at - open.to <= most;
  return isPlayed ? { ...open, to: at, seen: now, rate } : undefined;
}

function closed({ played, open }: Watching): Watching {
  return open ? { played: union(played, [open]), open: undefined } : { played, open };
}

/** What follows when a media element tells of something. Seeking never counts: neither where it leads to nor what lies between. */
export function watched(before: Watching, moment: Moment): Watching {
  const { at, now, rate } = moment;
  const begin: Open = { from: at, to: at, seen: now, rate };
  // Where the element stands now is where it was sent to.
  if (moment.kind === 'seeking') return closed(before);
  const open = before.open && advanced(before.open, moment);
  const moved = open ? { ...before, open } : closed(before);
  if (moment.kind === 'stop') return closed(moved);
  if (moment.kind === 'play') return { ...closed(moved), open: begin };
  if (open) return moved;
  // A jump that nothing announced.
  return before.open ? { ...moved, open: begin } : moved;
}

/** All of it, with the piece that is being played. */
export function playedIn({ played, open }: Watching): Segment[] {
  return union(played, open ? [{ from: open.from, to: open.to }] : []);
}
