import { randomBytes } from 'node:crypto';
import { call, stackUrl } from './api.ts';

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
  await publish(created.course_id);
  return {
    id: created.course_id,
    title,
    lessons: created.parts.flatMap(part => part.modules.flatMap(module => module.lessons)),
  };
}

export async function publish(id: string): Promise<void> {
  const token = process.env.TRELLIS_TEST_AUTHOR ?? '';
  const found = await fetch(`${stackUrl()}/v1/catalog/courses/${id}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const headers = { 'if-match': found.headers.get('etag') ?? '' };
  await call(`/v1/admin/courses/${id}/publish`, { method: 'POST', token, headers });
}

export async function enrol(token: string, course: TestCourse, completed = 0): Promise<void> {
  await call(`/v1/me/enrolments/${course.id}`, { method: 'PUT', token });
  for (const lesson of course.lessons.slice(0, completed)) {
    await call(`/v1/me/enrolments/${course.id}/lessons/${lesson.id}/completion`, { method: 'PUT', token });
  }
}
