/** How many of a course's required lessons complete it: so many percent, rounded up, as the API counts. */
export function lessonsAsked(required: number, percent: number): number {
  return Math.ceil((required * percent) / 100);
}
