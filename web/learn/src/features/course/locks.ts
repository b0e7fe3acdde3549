import { type Lesson, lessonsOf } from './outline';
import type { LessonState } from './progress';
import type { CourseDetail } from './queries';

type StateOf = (lessonId: string) => LessonState;

/** The first lesson that must be done before this one opens, if any is left: the rule by which the API opens lessons. */
export function awaitedBy(course: CourseDetail, lessonId: string, stateOf: StateOf): Lesson | undefined {
  if (stateOf(lessonId) === 'completed') return undefined;
  const lessons = lessonsOf(course);
  const index = lessons.findIndex(lesson => lesson.id === lessonId);
  const inOrder = course.unlock === 'in_order';
  return lessons
    .slice(0, Math.max(index, 0))
    .find(
      other =>
        ((inOrder && !other.optional) || other.id === lessons[index]?.after) && stateOf(other.id) !== 'completed',
    );
}

/** What can be done now so that a lesson opens: what it waits for may itself wait for another one. */
export function firstToDo(course: CourseDetail, lessonId: string, stateOf: StateOf): Lesson | undefined {
  const awaited = awaitedBy(course, lessonId, stateOf);
  return awaited && (firstToDo(course, awaited.id, stateOf) ?? awaited);
}

/** Lessons that still have to be done to complete the course. */
export function requiredLeft(course: CourseDetail, stateOf: StateOf): readonly Lesson[] {
  return lessonsOf(course).filter(lesson => !lesson.optional && stateOf(lesson.id) === 'open');
}
