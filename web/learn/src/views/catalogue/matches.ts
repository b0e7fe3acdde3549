import type { Schema } from 'shared/api/schemas';

export const LENGTHS = ['any', 'short', 'medium', 'long'] as const;
export type Length = (typeof LENGTHS)[number];

const SHORT = 30;
const MEDIUM = 120;

function lengthOf(minutes: number): Length {
  if (minutes <= SHORT) return 'short';
  return minutes <= MEDIUM ? 'medium' : 'long';
}

/** Without accents and capitals, as people type. */
function plain(words: string): string {
  return words
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
}

/** Whether every word that is sought stands in the title or the summary. */
export function matches(course: Schema<'CourseSummary'>, sought: string, length: Length): boolean {
  if (length !== 'any' && lengthOf(course.minutes) !== length) return false;
  const said = plain(`${course.title} ${course.summary}`);
  return plain(sought)
    .split(/\s+/)
    .every(word => said.includes(word));
}
