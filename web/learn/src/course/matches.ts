import type { Schema } from 'shared/api/schemas';

export const LENGTHS = ['any', 'short', 'medium', 'long'] as const;
export type Length = (typeof LENGTHS)[number];

const SHORT = 30;
const MEDIUM = 120;

export function hasLength(course: Schema<'CourseSummary'>, wanted: Length): boolean {
  if (wanted === 'any') return true;
  if (course.minutes <= SHORT) return wanted === 'short';
  return wanted === (course.minutes <= MEDIUM ? 'medium' : 'long');
}

/** Without accents and capitals, as people type. */
function plain(words: string): string {
  return words
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
}

/** Whether every word stands in the title or the summary: what the API does, for when it cannot be asked. */
export function hasWords(course: Schema<'CourseSummary'>, words: string): boolean {
  const said = plain(`${course.title} ${course.summary}`);
  return plain(words)
    .split(/\s+/)
    .every(word => said.includes(word));
}
