import { randomBytes } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import { call, stackUrl } from './api.ts';
import { enterAddressAndCode, newMember, tokenOf, WORKSPACE } from './people.ts';

/** An author of their own for a test, at a page of the panel. */
export async function openAsAuthor(page: Page, path: string): Promise<{ email: string }> {
  const author = await newMember('Avery Author', ['author']);
  await page.goto(`/admin${path}?workspace=${WORKSPACE}`);
  await page.getByRole('button', { name: 'Send me a code instead' }).click();
  await enterAddressAndCode(page, author.email);
  await page.getByLabel('Account of Avery Author').waitFor();
  return author;
}

/** Lessons are written as Markdown in this test, as somebody has chosen before. */
export async function writeMarkdown(page: Page): Promise<void> {
  await page.addInitScript(() => localStorage.setItem('trellis.writing', 'markdown'));
}

export function uniqueTitle(words: string): string {
  return `${words} ${randomBytes(4).toString('hex')}`;
}

interface Outline {
  parts: { title: string; modules: { title: string; lessons: { id: string; title: string; minutes: number }[] }[] }[];
}

export interface TestDraft extends Outline {
  course_id: string;
  title: string;
}

const token = () => process.env.TRELLIS_TEST_AUTHOR ?? '';

/** A draft with two modules of two lessons each. */
export async function newDraft(): Promise<TestDraft> {
  const title = uniqueTitle('First aid');
  const lesson = (name: string) => ({ title: name, minutes: 4, markdown: `# ${name}\n\nFirst line.\n\nLast line.` });
  const modules = [
    { title: 'Before', lessons: [lesson('Look'), lesson('Call')] },
    { title: 'During', lessons: [lesson('Press'), lesson('Breathe')] },
  ];
  const body = { title, summary: 'What to do first.', parts: [{ title: 'Basics', modules }] };
  return call<TestDraft>('/v1/admin/courses', { method: 'POST', token: token(), body });
}

/** The draft as it is saved now. */
export async function savedCourse(
  id: string,
): Promise<TestDraft & { state: string; summary: string; groups: string[] }> {
  return call(`/v1/catalog/courses/${id}?version=draft`, { token: token() });
}

export async function savedText(courseId: string, lessonId: string): Promise<string | undefined> {
  const path = `/v1/catalog/courses/${courseId}/lessons/${lessonId}?version=draft`;
  return (await call<{ markdown?: string }>(path, { token: token() })).markdown;
}

/** What a colleague does to the course meanwhile. */
export async function changeByColleague(id: string, body: unknown): Promise<void> {
  const headers = { authorization: `Bearer ${token()}` };
  const found = await fetch(`${stackUrl()}/v1/catalog/courses/${id}?version=draft`, { headers });
  const etag = found.headers.get('etag') ?? '';
  await call(`/v1/admin/courses/${id}`, { method: 'PATCH', token: token(), headers: { 'if-match': etag }, body });
}

/** A colleague writes other texts into the lessons of these titles, and adds one to the last module. */
export async function rewrite(id: string, texts: Readonly<Record<string, string>>, added?: string): Promise<void> {
  const { parts } = await savedCourse(id);
  const rewritten = parts.map(part => ({
    title: part.title,
    modules: part.modules.map(module => ({
      title: module.title,
      lessons: module.lessons.map(({ id: lessonId, title, minutes }) => {
        const markdown = texts[title];
        return { id: lessonId, title, minutes, ...(markdown !== undefined && { markdown }) };
      }),
    })),
  }));
  const lessons: object[] | undefined = rewritten.at(-1)?.modules.at(-1)?.lessons;
  if (added) lessons?.push({ title: added, minutes: 3, markdown: 'This is new.' });
  await changeByColleague(id, { parts: rewritten });
}

export async function learnerToken(): Promise<string> {
  return tokenOf((await newMember()).email);
}

/** The rows of the outline, in order, as they read. */
export async function rowsOf(page: Page): Promise<string[]> {
  const titles = await page.getByRole('treegrid').getByRole('row').all();
  return Promise.all(titles.map(async row => (await row.getAttribute('aria-label')) ?? ''));
}

export function row(page: Page, title: string): Locator {
  return page.getByRole('treegrid').getByRole('row', { name: title, exact: true });
}

/** Where there is room for one pane only, the way to something else leads over the outline. */
export async function showOutline(page: Page): Promise<void> {
  const back = page.getByRole('button', { name: 'Back to the outline' });
  if (await back.isVisible()) await back.click();
}

export async function openRow(page: Page, title: string): Promise<void> {
  await showOutline(page);
  await row(page, title).last().click();
}

export async function openCourseDetails(page: Page): Promise<void> {
  await showOutline(page);
  await page.getByRole('button', { name: 'Course details' }).click();
}

export async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('All changes saved').waitFor();
}
