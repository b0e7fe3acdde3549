import type { Schema } from 'shared/api/schemas';

export type LessonChange = Schema<'LessonChange'>;

/** What a reader looks for first comes first. */
const KINDS = ['changed', 'added', 'removed', 'moved'] as const;

export interface ChangeGroup {
  kind: LessonChange['kind'];
  lessons: readonly LessonChange[];
}

/** Changes by their kind, each in the order of the outline. */
export function groupsOf(lessons: readonly LessonChange[]): ChangeGroup[] {
  return KINDS.map(kind => ({ kind, lessons: lessons.filter(lesson => lesson.kind === kind) })).filter(
    group => group.lessons.length > 0,
  );
}
