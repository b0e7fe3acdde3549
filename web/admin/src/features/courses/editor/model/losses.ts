import type { Schema } from 'shared/api/schemas';

/** Something of a lesson's text that learners do not see. */
export type Loss = Schema<'LessonWarning'>;

/** What is known of the course's losses after a change: of lessons that were written anew by it, what its answer says. */
export function lossesAfter(
  before: readonly Loss[],
  change: Schema<'CourseChange'>,
  answer: Schema<'CourseDetail'>,
): readonly Loss[] {
  const lessons = (change.parts ?? []).flatMap(part => part.modules.flatMap(module => module.lessons));
  const written = new Set(lessons.flatMap(({ id, markdown }) => (id && typeof markdown === 'string' ? [id] : [])));
  const there = new Set(
    answer.parts.flatMap(part => part.modules.flatMap(module => module.lessons.map(({ id }) => id))),
  );
  const kept = before.filter(({ lesson_id }) => there.has(lesson_id) && !written.has(lesson_id));
  return [...kept, ...(answer.warnings ?? [])];
}
