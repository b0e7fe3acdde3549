import { type Lesson, lessonsOf } from './outline';
import type { LessonState } from './progress';
import type { CourseDetail } from './queries';

type StateOf = (lessonId: string) => LessonState;

/** The lessons that must be done before this one opens, as far as they are left: the rule by which the API opens lessons. */
function awaited(course: CourseDetail, lessonId: string, stateOf: StateOf): readonly Lesson[] {
  if (stateOf(lessonId) === 'completed') return [];
  const lessons = lessonsOf(course);
  const index = lessons.findIndex(lesson => lesson.id === lessonId);
  const inOrder = course.unlock === 'in_order';
  return lessons
    .slice(0, Math.max(index, 0))
    .filter(
      other =>
        ((inOrder && !other.optional) || other.id === lessons[index]?.after) && stateOf(other.id) !== 'completed',
    );
}

/** The first lesson that must be done before this one opens, if any is left. */
export function awaitedBy(course: CourseDetail, lessonId: string, stateOf: StateOf): Lesson | undefined {
  return awaited(course, lessonId, stateOf)[0];
}

/** The last lesson that must be done before this one opens: it opens right after it. */
export function opensAfter(course: CourseDetail, lessonId: string, stateOf: StateOf): Lesson | undefined {
  return awaited(course, lessonId, stateOf).at(-1);
}

/** What can be done now so that a lesson opens: what it waits for may itself wait for another one. */
export function firstToDo(course: CourseDetail, lessonId: string, stateOf: StateOf): Lesson | undefined {
  const first = awaitedBy(course, lessonId, stateOf);
  return first && (firstToDo(course, first.id, stateOf) ?? first);
}
