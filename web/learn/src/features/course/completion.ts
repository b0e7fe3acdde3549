import { lessonsAsked } from 'shared/lesson/completion';
import type { EnrolmentDetail } from '../learning/queries';
import { lessonsOf } from './outline';
import type { LessonState } from './progress';
import type { CourseDetail } from './queries';

type Counted = Pick<CourseDetail, 'parts' | 'completion_percent'>;

/** What completes a course: so many of its required lessons, whichever they are. */
export interface Completion {
  asked: number;
  of: number;
}

export function completionOf({ parts, completion_percent }: Counted): Completion {
  const of = lessonsOf({ parts }).filter(lesson => !lesson.optional).length;
  // Courses that were kept on this device before they had a percentage ask for all lessons.
  return { asked: lessonsAsked(of, completion_percent ?? 100), of };
}

/** How many lessons still have to be done to complete the course. What waits to be sent is done. */
export function leftToDo(course: Counted, stateOf: (lessonId: string) => LessonState): number {
  const done = lessonsOf(course).filter(lesson => !lesson.optional && stateOf(lesson.id) !== 'open').length;
  return Math.max(0, completionOf(course).asked - done);
}

/** Whether quizzes and packages have to be done better before the course is completed, whatever else is done. */
export function isShortOfScore(enrolment: Pick<EnrolmentDetail, 'score'> | null | undefined): boolean {
  const score = enrolment?.score;
  return score !== undefined && score.percent < score.asked;
}
