import { useMemo } from 'react';
import type { Schema } from 'shared/api/schemas';
import type { Kind } from '../../../../parts/picker';
import { useText } from '../../../../text';
import { askCourses } from '../../queries';

/** How another course of the workspace is found. */
export function useCourseKind(): Kind<Schema<'CourseSummary'>> {
  const text = useText();
  return useMemo(
    () => ({
      name: 'courses',
      ask: q => askCourses({ q }),
      keyOf: course => course.course_id,
      title: course => course.title,
      detail: course => text(`courses.${course.state}`),
      hint: 'courses.search-hint',
      none: 'courses.none',
      found: 'course.before-found',
    }),
    [text],
  );
}
