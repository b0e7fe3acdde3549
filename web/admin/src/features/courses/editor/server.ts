import { api } from 'shared/api/client';
import { answered, answeredWithVersion, hasStatus } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { withAdoptedIds } from './model/change';
import type { Versions } from './model/differences';
import { byId, isWritten } from './model/differences';
import { type Content, type CourseDraft, draftOf, lessonsOf } from './model/draft';

export function readCourse(course_id: string) {
  return answeredWithVersion(api.GET('/v1/catalog/courses/{course_id}', { params: { path: { course_id } } }));
}

export function sendChange(course_id: string, version: string, body: Schema<'CourseChange'>) {
  const params = { path: { course_id }, header: { 'If-Match': version } };
  return answeredWithVersion(api.PATCH('/v1/admin/courses/{course_id}', { params, body }));
}

/** How an author changes where a course stands. */
export type Verb = 'publish' | 'unpublish' | 'archive';

export function sendVerb(course_id: string, verb: Verb, version: string) {
  const params = { path: { course_id }, header: { 'If-Match': version } };
  return answeredWithVersion(api.POST(`/v1/admin/courses/{course_id}/${verb}`, { params }));
}

export function sendDelete(course_id: string, version: string) {
  const params = { path: { course_id }, header: { 'If-Match': version } };
  return answered(api.DELETE('/v1/admin/courses/{course_id}', { params }));
}

/** What an author has written; `null` where that is not kept, and there is more than nothing. */
export function sourceOf({ markdown, html }: Schema<'LessonContent'>): string | null {
  return markdown ?? (html === '' ? '' : null);
}

/** A lesson as it is now; nothing if it has just been removed. */
async function readLesson(course_id: string, lesson_id: string): Promise<Schema<'LessonContent'> | undefined> {
  const path = { course_id, lesson_id };
  try {
    return await answered(api.GET('/v1/catalog/courses/{course_id}/lessons/{lesson_id}', { params: { path } }));
  } catch (error) {
    if (hasStatus(error, 404)) return undefined;
    throw error;
  }
}

/** How the course stands there now, beside what is here, with what those lessons say that have been written here. */
export async function compare(
  courseId: string,
  base: CourseDraft,
  present: CourseDraft,
): Promise<{ versions: Versions; version: string }> {
  const { value, version } = await readCourse(courseId);
  const theirs = draftOf(value);
  const mine = withAdoptedIds(present, theirs);
  const there = byId(theirs);
  const texts = new Map<string, string | null>();
  const contents = new Map<string, Content>();
  for (const lesson of lessonsOf(mine)) {
    const { id, text, content } = lesson;
    if (id === undefined || !there.has(id) || !isWritten(lesson)) continue;
    const now = await readLesson(courseId, id);
    if (now && text) texts.set(id, sourceOf(now));
    if (now && content) contents.set(id, now.content);
  }
  return { versions: { base, mine, theirs, texts, contents }, version };
}
