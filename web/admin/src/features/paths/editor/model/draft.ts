import type { Schema } from 'shared/api/schemas';
import type { PathDetail } from '../../queries';

export const MOST_MILESTONES = 20;
export const MOST_COURSES = 50;

/** A course in its place on the path. */
export interface Stop {
  id: string;
  optional: boolean;
}

export interface Milestone {
  /** Only this page knows it: milestones have no id. */
  key: string;
  title: string;
  courses: readonly Stop[];
}

export interface PathDraft {
  title: string;
  summary: string;
  order: PathDetail['order'];
  groups: readonly string[];
  milestones: readonly Milestone[];
}

export function draftOf(path: PathDetail): PathDraft {
  return {
    title: path.title,
    summary: path.summary,
    order: path.order,
    groups: path.groups ?? [],
    milestones: path.milestones.map(({ title, courses }, index) => ({
      key: `milestone-${index}`,
      title,
      courses: courses.map(({ course_id, optional }) => ({ id: course_id, optional })),
    })),
  };
}

export function changeOf({ title, summary, order, groups, milestones }: Partial<PathDraft>): Schema<'PathChange'> {
  return {
    ...(title !== undefined && { title: title.trim() }),
    ...(summary !== undefined && { summary: summary.trim() }),
    ...(order !== undefined && { order }),
    ...(groups !== undefined && { groups: [...groups] }),
    ...(milestones !== undefined && {
      milestones: milestones.map(milestone => ({
        title: milestone.title,
        courses: milestone.courses.map(({ id, optional }) => ({ course_id: id, optional })),
      })),
    }),
  };
}

export function stopsOf(milestones: readonly Milestone[]): readonly Stop[] {
  return milestones.flatMap(milestone => milestone.courses);
}

/** A path that can be completed without anything is none; an empty one is still to be written. */
export function isAllOptional(milestones: readonly Milestone[]): boolean {
  const stops = stopsOf(milestones);
  return stops.length > 0 && stops.every(stop => stop.optional);
}

/** What is known of a course on the path; nothing of one that is gone. */
export interface KnownCourse {
  title: string;
  minutes: number;
  state: Schema<'CourseState'>;
}

export type KnownCourses = ReadonlyMap<string, KnownCourse>;

/** Courses that were archived or withdrawn: learners who have not begun them cannot any more. */
export function archivedStops(milestones: readonly Milestone[], known: KnownCourses): readonly Stop[] {
  return stopsOf(milestones).filter(stop => known.get(stop.id)?.state === 'archived');
}

/** Whether nobody can complete the path who has not begun its courses. */
export function isDeadEnd(milestones: readonly Milestone[], known: KnownCourses): boolean {
  return stopsOf(milestones).every(stop => stop.optional || known.get(stop.id)?.state !== 'published');
}

/** What was known before, and what the path says of its courses now. */
export function learnt(before: KnownCourses, path: PathDetail): KnownCourses {
  const known = new Map(before);
  for (const { course_id, course } of path.milestones.flatMap(milestone => milestone.courses)) {
    if (course) known.set(course_id, course);
    else known.delete(course_id);
  }
  return known;
}
