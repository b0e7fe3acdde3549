import { randomBytes } from 'node:crypto';
import { call, pause, stackUrl } from './api.ts';
import { pictureBook } from './book.ts';

export interface TestCourse {
  id: string;
  title: string;
  lessons: { id: string; title: string }[];
}

const PARAGRAPH = 'What you do often becomes easy, and what is easy is done often. Begin with five minutes.';

/** Long enough to scroll on any screen. */
function markdown(title: string): string {
  return [`# ${title}`, '', ...Array.from({ length: 30 }, (_, index) => `${index + 1}. ${PARAGRAPH}\n`)].join('\n');
}

interface Outline {
  parts: { modules: { lessons: { id: string; title: string }[] }[] }[];
}

/** A published course of its own for a test. */
export async function newCourse(lessons = 3): Promise<TestCourse> {
  const token = process.env.TRELLIS_TEST_AUTHOR ?? '';
  const title = `Small steps ${randomBytes(4).toString('hex')}`;
  const drafts = Array.from({ length: lessons }, (_, index) => {
    const name = `Step ${index + 1}`;
    return { title: name, minutes: index + 2, markdown: markdown(name) };
  });
  const body = {
    title,
    summary: 'How to get going.',
    parts: [{ title, modules: [{ title: 'Steps', lessons: drafts }] }],
  };
  const created = await call<{ course_id: string } & Outline>('/v1/admin/courses', { method: 'POST', token, body });
  return publish(created.course_id, title);
}

export interface LessonDraft {
  title: string;
  content?: unknown;
  markdown?: string;
  optional?: boolean;
}

/** A published course with what a test wants of it; its title is made unique. */
export async function courseWith(
  title: string,
  lessons: readonly LessonDraft[],
  more: Record<string, unknown> = {},
): Promise<TestCourse> {
  const token = process.env.TRELLIS_TEST_AUTHOR ?? '';
  const unique = `${title} ${randomBytes(4).toString('hex')}`;
  const drafts = lessons.map((lesson, index) => ({
    minutes: index + 2,
    ...(!lesson.content && { markdown: `# ${lesson.title}\n\nRead this.` }),
    ...lesson,
  }));
  const parts = [{ title: unique, modules: [{ title: 'Steps', lessons: drafts }] }];
  const body = { title: unique, summary: 'How to get going.', parts, ...more };
  const created = await call<{ course_id: string }>('/v1/admin/courses', { method: 'POST', token, body });
  return publish(created.course_id, unique);
}

function draftOf(token: string, id: string): Promise<Response> {
  return fetch(`${stackUrl()}/v1/catalog/courses/${id}?version=draft`, {
    headers: { authorization: `Bearer ${token}` },
  });
}

/** Nobody new begins it from now on. */
export async function archive({ id }: TestCourse): Promise<void> {
  const token = process.env.TRELLIS_TEST_AUTHOR ?? '';
  const headers = { 'if-match': (await draftOf(token, id)).headers.get('etag') ?? '' };
  await call(`/v1/admin/courses/${id}/archive`, { method: 'POST', token, headers });
}

interface Publication {
  note?: string;
  recall?: boolean;
}

/** What stands in the draft becomes the next version. */
export function publish(id: string, title: string, publication: Publication = {}): Promise<TestCourse> {
  return publishAs(process.env.TRELLIS_TEST_AUTHOR ?? '', id, title, publication);
}

export async function publishAs(
  token: string,
  id: string,
  title: string,
  publication: Publication = {},
): Promise<TestCourse> {
  const found = await draftOf(token, id);
  const headers = { 'if-match': found.headers.get('etag') ?? '' };
  await call(`/v1/admin/courses/${id}/publish`, { method: 'POST', token, headers, body: publication });
  const outline = (await found.json()) as Outline;
  return { id, title, lessons: outline.parts.flatMap(part => part.modules.flatMap(module => module.lessons)) };
}

/** The same once it can be searched for: the index follows the course. */
export async function searchable(course: TestCourse): Promise<TestCourse> {
  const token = process.env.TRELLIS_TEST_AUTHOR ?? '';
  const path = `/v1/catalog/courses?q=${encodeURIComponent(course.title)}`;
  for (let tries = 0; tries < 100; tries += 1) {
    const { items } = await call<{ items: { course_id: string }[] }>(path, { token });
    if (items.some(found => found.course_id === course.id)) return course;
    await pause(200);
  }
  throw new Error(`${course.title} is not found`);
}

interface Import {
  import_id: string;
  state: string;
  course_id?: string;
  upload: { method: string; url: string; headers: Record<string, string> };
}

/** A published course that was imported: its first lesson has a picture, the second has none. */
export async function newPictureCourse(): Promise<TestCourse> {
  const token = process.env.TRELLIS_TEST_AUTHOR ?? '';
  const title = `Pictures ${randomBytes(4).toString('hex')}`;
  const { name, buffer } = pictureBook(title);
  const order = { kind: 'mdbook', file_name: name, size: buffer.length };
  const { import_id, upload } = await call<Import>('/v1/admin/imports', { method: 'POST', token, body: order });
  // The length is what is sent: nobody else may set it.
  const { 'content-length': _, ...headers } = upload.headers;
  await fetch(upload.url, { method: upload.method, headers, body: new Uint8Array(buffer) });
  for (let tries = 0; tries < 100; tries += 1) {
    const { state, course_id } = await call<Import>(`/v1/admin/imports/${import_id}`, { token });
    if (state === 'done' && course_id) return publish(course_id, title);
    await pause(200);
  }
  throw new Error('the book was not imported');
}

export async function enrol(token: string, course: TestCourse, completed = 0): Promise<void> {
  await call(`/v1/me/enrolments/${course.id}`, { method: 'PUT', token });
  for (const lesson of course.lessons.slice(0, completed)) {
    await call(`/v1/catalog/courses/${course.id}/lessons/${lesson.id}`, { token });
    await call(`/v1/me/enrolments/${course.id}/lessons/${lesson.id}/completion`, { method: 'PUT', token });
  }
}

export interface TestPath {
  id: string;
  title: string;
}

/** A draft of a path with these courses by milestone; its title is made unique. */
export async function draftPath(
  title: string,
  milestones: Record<string, readonly (TestCourse & { optional?: boolean })[]>,
  more: Record<string, unknown> = {},
): Promise<TestPath> {
  const token = process.env.TRELLIS_TEST_AUTHOR ?? '';
  const unique = `${title} ${randomBytes(4).toString('hex')}`;
  const body = {
    title: unique,
    summary: 'From the first step to the last.',
    milestones: Object.entries(milestones).map(([name, courses]) => ({
      title: name,
      courses: courses.map(({ id, optional = false }) => ({ course_id: id, optional })),
    })),
    ...more,
  };
  const { path_id } = await call<{ path_id: string }>('/v1/admin/paths', { method: 'POST', token, body });
  return { id: path_id, title: unique };
}

/** What an author changes in a path, whatever others have changed before. */
export async function changePath(id: string, body: unknown): Promise<void> {
  const token = process.env.TRELLIS_TEST_AUTHOR ?? '';
  const found = await fetch(`${stackUrl()}/v1/catalog/paths/${id}`, { headers: { authorization: `Bearer ${token}` } });
  const headers = { 'if-match': found.headers.get('etag') ?? '' };
  await call(`/v1/admin/paths/${id}`, { method: 'PATCH', token, headers, body });
}

/** A published path. */
export async function newPath(...of: Parameters<typeof draftPath>): Promise<TestPath> {
  const path = await draftPath(...of);
  await changePath(path.id, { state: 'published' });
  return path;
}

export async function takePath(token: string, path: TestPath): Promise<void> {
  await call(`/v1/me/paths/${path.id}`, { method: 'PUT', token });
}
