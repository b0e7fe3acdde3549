/** Server time less this device's, in milliseconds: the deadline is the server's, whatever a device's clock says. */
export function skewOf(serverTime: string, now: number): number {
  return Date.parse(serverTime) - now;
}

/** Whole seconds until the deadline, 0 once it has passed. */
export function secondsLeft(dueAt: string, skew: number, now: number): number {
  return Math.max(0, Math.ceil((Date.parse(dueAt) - (now + skew)) / 1000));
}

/** When the time is said to those who do not see it: often enough to plan, and too seldom to disturb. */
const MOMENTS = [30 * 60, 10 * 60, 5 * 60, 60, 30];

/** Which of these moments lies between two looks at the clock; the last one, if there are several. */
export function momentBetween(before: number, after: number): number | undefined {
  return MOMENTS.filter(moment => before > moment && after <= moment).at(-1);
}

/** From here on the time is shown as running short. */
export function isShort(seconds: number): boolean {
  return seconds <= 60;
}
