import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { usePending } from '../../offline/outbox';
import { type EnrolmentDetail, enrolmentQuery } from '../learning/queries';
import { usePreview } from './preview';
import type { CourseDetail } from './queries';
import { letsLook } from './way-in';

export type LessonState = 'open' | 'completed' | 'pending';

export interface CourseProgress {
  /** `null` for who has not begun the course. */
  enrolment: EnrolmentDetail | null | undefined;
  /** Completed as far as the API has acknowledged it. */
  completed: ReadonlySet<string>;
  stateOf(lessonId: string): LessonState;
  isPreview: boolean;
  error: unknown;
  refetch: () => unknown;
}

/** Whether the lessons of a course are closed to somebody who does not take it: then its page has the way in. */
export function isClosedTo({ enrolment, isPreview }: CourseProgress, course: CourseDetail): boolean {
  return enrolment === null && !isPreview && !letsLook(course);
}

/** A version that is previewed is seen as by who begins it. */
const NOBODYS: Omit<CourseProgress, 'refetch'> = {
  enrolment: null,
  completed: new Set(),
  stateOf: () => 'open',
  isPreview: true,
  error: null,
};

/** One's progress in a course, with what was completed on this device and waits to be sent. */
export function useCourseProgress(courseId: string, enrolled = true): CourseProgress {
  const isPreview = usePreview() !== undefined;
  const enabled = enrolled && !isPreview;
  const { data: enrolment, error, refetch } = useQuery({ ...enrolmentQuery(courseId), enabled });
  const pending = usePending();
  return useMemo(() => {
    if (isPreview) return { ...NOBODYS, refetch };
    const completed = new Set(enrolment?.completed_lessons);
    const waiting = new Set(pending.filter(each => each.courseId === courseId).map(each => each.lessonId));
    const stateOf = (id: string): LessonState =>
      completed.has(id) ? 'completed' : waiting.has(id) ? 'pending' : 'open';
    return { enrolment: enrolled ? enrolment : null, completed, stateOf, isPreview, error, refetch };
  }, [enrolment, pending, courseId, enrolled, isPreview, error, refetch]);
}
