import type { PathCourse, PathDetail } from './queries';

/** All courses in the order of the path. */
export function coursesOf(path: PathDetail): readonly PathCourse[] {
  return path.milestones.flatMap(milestone => milestone.courses);
}

/** Only what is required counts: words for the progress of a path of which some is not. */
export function hasOptional(path: PathDetail): boolean {
  return coursesOf(path).some(each => each.optional);
}

/** Who is in a course that is no longer offered finishes it, and nobody else begins it. */
export function isNoLongerOffered({ course, status }: PathCourse): boolean {
  return course?.state === 'archived' && status !== 'in_progress' && status !== 'completed';
}

function canBeTaken({ course, status }: PathCourse): boolean {
  return course !== undefined && (status === 'in_progress' || (status === 'open' && course.state === 'published'));
}

/** Where to go on: with what is begun, else with what must be done, else with what may be. */
export function nextCourse(path: PathDetail): PathCourse | undefined {
  const open = coursesOf(path).filter(canBeTaken);
  return open.find(each => each.status === 'in_progress') ?? open.find(each => !each.optional) ?? open[0];
}

/** What nobody can begin any more holds nobody up. */
function canBeAwaited({ course, status }: PathCourse): boolean {
  return course !== undefined && (course.state === 'published' || status === 'in_progress');
}

/** Whether there is anything in a path that is not completed and can be, now or later. */
export function hasMore(path: PathDetail): boolean {
  return coursesOf(path).some(each => canBeAwaited(each) && each.status !== 'completed');
}

/** The last course that must be completed before this one opens: it opens right after it. */
export function opensAfter(path: PathDetail, courseId: string): PathCourse | undefined {
  const courses = coursesOf(path);
  const index = courses.findIndex(each => each.course_id === courseId);
  return courses
    .slice(0, Math.max(index, 0))
    .findLast(each => !each.optional && canBeAwaited(each) && each.status !== 'completed');
}
