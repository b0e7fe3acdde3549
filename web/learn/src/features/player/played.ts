/** What was really played, in seconds. */
export interface Segment {
  from: number;
  to: number;
}

/** More are not told of at once. */
const MOST = 200;

/** The same moments, in order and without overlaps. */
export function union(...lists: readonly (readonly Segment[])[]): Segment[] {
  const all = lists
    .flat()
    .filter(({ from, to }) => to > from)
    .sort((one, other) => one.from - other.from);
  const merged: Segment[] = [];
  for (const { from, to } of all) {
    const last = merged.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return merged;
}

export function secondsOf(segments: readonly Segment[]): number {
  return segments.reduce((sum, { from, to }) => sum + to - from, 0);
}

/** In whole seconds, as they are told of: none beyond the end; of too many, the shortest are left out. */
export function told(segments: readonly Segment[], length: number): Segment[] {
  const whole = segments.map(({ from, to }) => ({ from: Math.floor(from), to: Math.min(Math.floor(to), length) }));
  const merged = union(whole);
  if (merged.length <= MOST) return merged;
  const longest = [...merged].sort((one, other) => other.to - other.from - (one.to - one.from)).slice(0, MOST);
  return union(longest);
}

/** How much of a video was seen, in whole percent; only what was told of counts. */
export function percentOf(played: readonly Segment[], length: number): number {
  const within = union(played.map(({ from, to }) => ({ from, to: Math.min(to, length) })));
  return Math.min(100, Math.floor((secondsOf(within) * 100) / Math.max(length, 1)));
}

/** Who has played up to the end has seen the whole last second, however a file's length was rounded. */
export function toTheEnd(segments: readonly Segment[], end: number, length: number): Segment[] {
  return segments.map(({ from, to }) => ({ from, to: to >= end - 0.5 ? Math.max(to, length) : to }));
}
