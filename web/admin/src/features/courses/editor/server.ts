import { api } from 'shared/api/client';
import { answered, answeredWithVersion, hasStatus } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { withAdoptedIds } from './model/change';
import type { Versions } from './model/differences';
import { byId } from './model/differences';
import { type CourseDraft, draftOf, lessonsOf } from './model/draft';

export function readCourse(course_id: string) {
  return answeredWithVersion(api.GET('/v1/catalog/courses/{course_id}', { params: { path: { course_id } } }));
}

export function sendChange(course_id: string, version: string, body: Schema<'CourseChange'>) {
  const params = { path: { course_id }, header: { 'If-Match': version } };
  return answeredWithVersion(api.PATCH('/v1/admin/courses/{course_id}', { params, body }));
}

export function sendPublish(course_id: string, version: string) {
  const params = { path: { course_id }, header: { 'If-Match': version } };
  return answeredWithVersion(api.POST('/v1/admin/courses/{course_id}/publish', { params }));
}

/** What a lesson says now; nothing if it has just been removed. */
async function textOf(course_id: string, lesson_id: string): Promise<string | null | undefined> {
  const path = { course_id, lesson_id };
  try {
    const lesson = await answered(api.GET('/v1/catalog/courses/{course_id}/lessons/{lesson_id}', { params: { path } }));
    return lesson.markdown ?? null;
  } catch (error) {
    if (hasStatus(error, 404)) return undefined;
    throw error;
  }
}

/** How the course stands there now, beside what is here, with the texts of those lessons that have been written here. */
export async function compare(
  courseId: string,
  base: CourseDraft,
  present: CourseDraft,
): Promise<{ versions: Versions; version: string }> {
  const { value, version } = await readCourse(courseId);
  const theirs = draftOf(value);
  const mine = withAdoptedIds(present, theirs);
  const there = byId(theirs);
  const written = lessonsOf(mine).flatMap(({ id, text }) => (text && id !== undefined && there.has(id) ? [id] : []));
  const texts = new Map<string, string | null>();
  for (const id of written) {
    const text = await textOf(courseId, id);
    if (text !== undefined) texts.set(id, text);
  }
  return { versions: { base, mine, theirs, texts }, version };
}
