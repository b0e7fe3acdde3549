import type { Download } from '../../offline/downloads';
import { awaitedBy } from '../course/locks';
import type { LessonState } from '../course/progress';
import type { CourseDetail } from '../course/queries';

/** Why a course that was downloaded can be updated: the member takes another version of it, lessons have opened since, or some are missing. */
export type News = 'version' | 'opened' | 'missing';

export function newsOf(
  download: Download,
  course: CourseDetail,
  stateOf: (lessonId: string) => LessonState,
): News | undefined {
  if (download.state !== 'done') return undefined;
  if (course.shown_version !== download.version) return 'version';
  if (download.locked.some(id => awaitedBy(course, id, stateOf) === undefined)) return 'opened';
  return download.taken.length < download.lessons.length ? 'missing' : undefined;
}
