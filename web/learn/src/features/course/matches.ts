import type { Schema } from 'shared/api/schemas';
import { hasWords } from 'shared/i18n/folding';

export const LENGTHS = ['any', 'short', 'medium', 'long'] as const;
export type Length = (typeof LENGTHS)[number];

const SHORT = 30;
const MEDIUM = 120;

export function hasLength(course: Schema<'CourseSummary'>, wanted: Length): boolean {
  if (wanted === 'any') return true;
  if (course.minutes <= SHORT) return wanted === 'short';
  return wanted === (course.minutes <= MEDIUM ? 'medium' : 'long');
}

/** Whether every word stands in the title or the summary: less than what the API finds, for when it cannot be asked. */
export function matchesSearch(course: Schema<'CourseSummary'>, words: string): boolean {
  return hasWords(`${course.title} ${course.summary}`, words);
}
