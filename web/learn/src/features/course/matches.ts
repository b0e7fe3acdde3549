import type { Schema } from 'shared/api/schemas';
import { hasWords } from 'shared/i18n/folding';
import type { Choice } from '../catalogue/address';

const QUARTER = 15;
const HOUR = 60;
const FOUR_HOURS = 240;

/** In the API's classes. */
export function durationOf(minutes: number): Schema<'Duration'> {
  if (minutes <= QUARTER) return 'up_to_a_quarter';
  if (minutes <= HOUR) return 'up_to_an_hour';
  return minutes <= FOUR_HOURS ? 'up_to_four_hours' : 'longer';
}

/** Whether every word stands in the title or the summary: less than what the API finds, for when it cannot be asked. */
export function matchesSearch(course: Schema<'CourseSummary'>, words: string): boolean {
  return hasWords(`${course.title} ${course.summary}`, words);
}

/** Whether a course would be chosen, as far as its summary tells: of the kinds of its lessons it says nothing. */
export function matchesChoice(course: Schema<'CourseSummary'>, { words, chosen }: Choice): boolean {
  const { tags = [], skills = [], level } = course.about ?? {};
  const has = (wanted: readonly string[], values: readonly (string | null | undefined)[]) =>
    wanted.length === 0 || wanted.some(value => values.includes(value));
  return (
    matchesSearch(course, words) &&
    has(chosen.tag, tags) &&
    has(chosen.skill, skills) &&
    has(chosen.level, [level]) &&
    has(chosen.language, [course.language]) &&
    has(chosen.duration, [durationOf(course.minutes)])
  );
}
