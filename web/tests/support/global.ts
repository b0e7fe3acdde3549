import { randomBytes } from 'node:crypto';
import { call, pause, stackUrl } from './api.ts';
import { publishAs, type TestCourse } from './courses.ts';
import { administrator, operator } from './panel.ts';

interface Offer {
  offer?: { state: string; offered_version?: number };
}

/** A course of the operators, published and not offered yet; its title is made unique. */
export async function platformCourse(title = 'Fire safety'): Promise<TestCourse> {
  const unique = `${title} ${randomBytes(4).toString('hex')}`;
  const lessons = ['Where the exits are', 'How to call for help'].map(name => ({
    title: name,
    minutes: 4,
    markdown: `# ${name}\n\nRead this.`,
  }));
  const body = {
    title: unique,
    summary: 'What to do before, during and after a fire.',
    about: { tags: ['Safety'], level: 'beginner', outcomes: ['Leave a building in time'] },
    parts: [{ title: 'Basics', modules: [{ title: 'Before', lessons }] }],
  };
  const token = operator();
  const { course_id } = await call<{ course_id: string }>('/v1/admin/courses', { method: 'POST', token, body });
  return publishAs(token, course_id, unique);
}

/** Publishes another version of it. */
export async function revise(course: TestCourse, note: string): Promise<void> {
  const token = operator();
  const path = `/v1/catalog/courses/${course.id}?version=draft`;
  const found = await fetch(`${stackUrl()}${path}`, { headers: { authorization: `Bearer ${token}` } });
  const headers = { 'if-match': found.headers.get('etag') ?? '' };
  const lessons = [{ title: 'Lifts', minutes: 2, markdown: '# Lifts\n\nDo not take them.' }];
  const parts = [{ title: 'Basics', modules: [{ title: 'Before', lessons }] }];
  await call(`/v1/admin/courses/${course.id}`, { method: 'PATCH', token, headers, body: { parts } });
  await publishAs(token, course.id, course.title, { note });
}

/** Offers the newest version, and waits until workspaces have it. */
export async function offer(course: TestCourse): Promise<void> {
  const path = `/v1/platform/courses/${course.id}`;
  const token = operator();
  const body = { validated_by: 'National fire board', note: 'Reviewed for 2027' };
  await call(`${path}/offer`, { method: 'POST', token, body });
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await call<Offer>(path, { token })).offer?.state === 'offered') return;
    await pause(200);
  }
  throw new Error(`${course.title} is not offered`);
}

export async function globalCourse(title?: string): Promise<TestCourse> {
  const course = await platformCourse(title);
  await offer(course);
  return course;
}

export async function subscribe(course: TestCourse, hidden = false): Promise<void> {
  const path = `/v1/admin/global-courses/${course.id}/subscription`;
  await call(path, { method: 'PUT', token: administrator(), body: { hidden } });
}

export async function newCollection(title: string, courses: readonly TestCourse[]): Promise<string> {
  const body = { title, summary: 'What everybody has to know.', courses: courses.map(({ id }) => id) };
  const path = '/v1/platform/collections';
  return (await call<{ collection_id: string }>(path, { method: 'POST', token: operator(), body })).collection_id;
}
