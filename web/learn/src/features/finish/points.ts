import type { Schema } from 'shared/api/schemas';

export function sumOf(awards: readonly Schema<'AwardView'>[], courseId: string): number {
  return awards.filter(each => each.course_id === courseId).reduce((sum, each) => sum + each.points, 0);
}

/** Whether a level would not be reached without these points. */
export function hasReached(level: Schema<'Level'>, points: number, gained: number): boolean {
  return gained > 0 && points >= level.from && points - gained < level.from;
}
