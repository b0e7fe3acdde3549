import { api } from 'shared/api/client';
import { answered, answeredWithVersion, hasStatus } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { DRAFT } from '../queries';
import { withAdoptedIds } from './model/change';
import type { Versions } from './model/differences';
import { byId, isWritten } from './model/differences';
import { type Content, type CourseDraft, draftOf, lessonsOf, type Relations, relationsOf } from './model/draft';

export function readCourse(course_id: string) {
  const params = { path: { course_id }, query: DRAFT };
  return answeredWithVersion(api.GET('/v1/catalog/courses/{course_id}', { params }));
}

type Course = Schema<'CourseDetail'>;

interface Answer {
  value: Course;
  version: string;
}

/** Only who reads a course is told of its relations: an answer to a change gets those that are known. */
function withRelations({ value, version }: Answer, { owner, translations }: Pick<Course, keyof Relations>): Answer {
  return { value: { ...value, ...(owner && { owner }), ...(translations && { translations }) }, version };
}

/** Sends what makes `sent` of the course. */
export async function sendChange(
  course_id: string,
  version: string,
  body: Schema<'CourseChange'>,
  sent: CourseDraft,
): Promise<Answer> {
  const params = { path: { course_id }, header: { 'If-Match': version } };
  const answer = await answeredWithVersion(api.PATCH('/v1/admin/courses/{course_id}', { params, body }));
  // Of what is a translation itself the API takes the original, whose title is not known here.
  const isKnown = answer.value.translation_of === sent.translation_of?.id;
  const now = isKnown ? undefined : await readCourse(course_id).catch(() => undefined);
  return withRelations(answer, now?.value ?? relationsOf(sent));
}

/** How an author changes where a course stands. */
export type Deed =
  | { kind: 'publish'; note?: string; recall?: boolean; keep_draft?: boolean }
  | ({ kind: 'review' } & Schema<'ReviewStep'>)
  | { kind: 'unpublish' }
  | { kind: 'archive' };

export async function sendDeed(
  course_id: string,
  deed: Deed,
  version: string,
  relations: Pick<Course, keyof Relations>,
): Promise<Answer> {
  return withRelations(await answerTo(course_id, deed, version), relations);
}

function answerTo(course_id: string, deed: Deed, version: string) {
  const params = { path: { course_id }, header: { 'If-Match': version } };
  switch (deed.kind) {
    case 'publish': {
      const { kind, ...body } = deed;
      return answeredWithVersion(api.POST(`/v1/admin/courses/{course_id}/${kind}`, { params, body }));
    }
    case 'review': {
      const { kind, ...body } = deed;
      return answeredWithVersion(api.PUT(`/v1/admin/courses/{course_id}/${kind}`, { params, body }));
    }
    default:
      return answeredWithVersion(api.POST(`/v1/admin/courses/{course_id}/${deed.kind}`, { params }));
  }
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
  const params = { path: { course_id, lesson_id }, query: DRAFT };
  try {
    return await answered(api.GET('/v1/catalog/courses/{course_id}/lessons/{lesson_id}', { params }));
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
