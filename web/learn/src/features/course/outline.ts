import type { Schema } from 'shared/api/schemas';
import type { CourseDetail } from './queries';

export type Lesson = Schema<'OutlineLesson'>;

/** All lessons in the order in which they are read. */
export function lessonsOf(course: Pick<CourseDetail, 'parts'>): readonly Lesson[] {
  return course.parts.flatMap(part => part.modules.flatMap(module => module.lessons));
}

/** Where to go on: after the lesson that was completed last, else at the first gap, else at the beginning. Locked lessons are passed over. */
export function nextLesson(
  lessons: readonly Lesson[],
  completed: ReadonlySet<string>,
  last?: string | null,
  isLocked: (lesson: Lesson) => boolean = () => false,
): Lesson | undefined {
  const after = lessons.findIndex(lesson => lesson.id === last) + 1;
  const open = (lesson: Lesson) => !completed.has(lesson.id) && !isLocked(lesson);
  return lessons.slice(after).find(open) ?? lessons.find(open) ?? lessons[0];
}

export interface Neighbours {
  previous: Lesson | undefined;
  current: Lesson | undefined;
  next: Lesson | undefined;
  /** From 1; 0 for a lesson that the course does not have. */
  number: number;
}

export function neighboursOf(lessons: readonly Lesson[], id: string): Neighbours {
  const index = lessons.findIndex(lesson => lesson.id === id);
  if (index < 0) return { previous: undefined, current: undefined, next: undefined, number: 0 };
  return { previous: lessons[index - 1], current: lessons[index], next: lessons[index + 1], number: index + 1 };
}
