import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { usePending } from '../../offline/outbox';
import { type EnrolmentDetail, enrolmentQuery } from '../learning/queries';

export type LessonState = 'open' | 'completed' | 'pending';

export interface CourseProgress {
  /** `null` for who has not begun the course. */
  enrolment: EnrolmentDetail | null | undefined;
  /** Completed as far as the API has acknowledged it. */
  completed: ReadonlySet<string>;
  stateOf(lessonId: string): LessonState;
  error: unknown;
  refetch: () => unknown;
}

/** One's progress in a course, with what was completed on this device and waits to be sent. */
export function useCourseProgress(courseId: string, enrolled = true): CourseProgress {
  const { data: enrolment, error, refetch } = useQuery({ ...enrolmentQuery(courseId), enabled: enrolled });
  const pending = usePending();
  return useMemo(() => {
    const completed = new Set(enrolment?.completed_lessons);
    const waiting = new Set(pending.filter(each => each.courseId === courseId).map(each => each.lessonId));
    const stateOf = (id: string): LessonState =>
      completed.has(id) ? 'completed' : waiting.has(id) ? 'pending' : 'open';
    return { enrolment: enrolled ? enrolment : null, completed, stateOf, error, refetch };
  }, [enrolment, pending, courseId, enrolled, error, refetch]);
}
