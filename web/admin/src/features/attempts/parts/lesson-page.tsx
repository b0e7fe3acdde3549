import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Schema } from 'shared/api/schemas';
import { Failure } from 'shared/parts/state';
import { ViewWaiting } from '../../../shell/view-waiting';
import { courseQuery } from '../../courses/queries';

interface LessonPageProps {
  courseId: string;
  children: (course: Schema<'CourseDetail'>) => ReactNode;
}

/** A page about what learners have done in a lesson, once its course is there. */
export function LessonPage({ courseId, children }: LessonPageProps) {
  const course = useQuery(courseQuery(courseId));
  if (course.data) return children(course.data.value);
  if (course.error) {
    return <Failure error={course.error} onRetry={() => course.refetch()} busy={course.isFetching} />;
  }
  return <ViewWaiting />;
}

/** The title of a lesson. One that is not in the draft any more is named by its id. */
export function lessonTitle(course: Schema<'CourseDetail'>, lessonId: string): string {
  const lessons = course.parts.flatMap(part => part.modules.flatMap(module => module.lessons));
  return lessons.find(({ id }) => id === lessonId)?.title ?? lessonId;
}
