import type { Page } from '@playwright/test';
import { call } from '../support/api.ts';
import {
  newDraft,
  openAsAuthor,
  openCourseDetails,
  openRow,
  save,
  savedCourse,
  showOutline,
} from '../support/authoring.ts';
import { check, settle } from '../support/axe.ts';
import { PICTURE, type TestFile } from '../support/book.ts';
import { courseWith } from '../support/courses.ts';
import { captions, eicar, FILM_SECONDS, film, pdf, subtitles } from '../support/documents.ts';
import { uploaded } from '../support/files.ts';
import { newMember, signIn } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

const MIB = 1024 * 1024;
/** A PDF of three parts of nearly one size, another one for each test. */
function largePdf(): TestFile {
  return pdf('handbook.pdf', [`Part ${Math.random()}`], 24 * MIB - 4_096);
}

async function addLesson(page: Page, kind: string): Promise<void> {
  await showOutline(page);
  await page.getByRole('button', { name: 'Add lesson' }).first().click();
  await page.getByRole('dialog').getByRole('radio', { name: kind }).check();
  await page.getByRole('dialog').getByRole('button', { name: 'Add lesson' }).click();
}

async function openDraft(page: Page): Promise<string> {
  const { course_id } = await newDraft();
  await openAsAuthor(page, `/courses/${course_id}`);
  await page.getByRole('button', { name: 'Course details' }).waitFor();
  return course_id;
}

const field = (page: Page, name: string) => page.getByRole('group', { name, exact: true });

async function choose(page: Page, name: string, file: TestFile): Promise<void> {
  await field(page, name).locator('input[type=file]').setInputFiles(file);
}

/** The content of the last lesson, as it is saved. */
async function savedContent(courseId: string): Promise<unknown> {
  const { parts } = await savedCourse(courseId);
  const lesson = parts.at(-1)?.modules.at(-1)?.lessons.at(-1)?.id;
  const token = process.env.TRELLIS_TEST_AUTHOR ?? '';
  const path = `/v1/catalog/courses/${courseId}/lessons/${lesson}?version=draft`;
  return (await call<{ content: unknown }>(path, { token })).content;
}

const isPart = (url: URL) => url.origin === process.env.TRELLIS_TEST_AWS;

test('an upload tells how far it is, is stopped, and goes on after a reload with what is missing', async ({ page }) => {
  test.slow();
  const courseId = await openDraft(page);
  await addLesson(page, 'Document');
  const file = largePdf();
  let arrived = 0;
  await page.route(isPart, async route => {
    if (route.request().method() !== 'PUT' || arrived > 0) return;
    arrived += 1;
    await route.continue();
  });
  await choose(page, 'Document', file);
  const document = field(page, 'Document');
  // One part is there; two others are on their way and do not arrive.
  await expect(document.getByText(/^8\.4 MB of 25\.2 MB$/)).toBeVisible({ timeout: 30_000 });
  await expect(document.getByRole('progressbar', { name: 'Uploading…' })).toHaveAttribute('aria-valuenow', '33');
  await expect(document.getByText('Uploading… 25%')).toBeAttached();
  await check(page, 'upload');
  await document.getByRole('button', { name: 'Pause' }).click();
  await expect(document.getByText('Paused')).toBeVisible();

  await page.unroute(isPart);
  await page.reload();
  await expect(document.getByText(/The upload of “handbook.pdf” was interrupted/)).toBeVisible();
  const sent: string[] = [];
  page.on('request', request => {
    if (request.method() === 'PUT' && isPart(new URL(request.url()))) sent.push(request.url());
  });
  await choose(page, 'Document', file);
  await expect(document.getByText('handbook.pdf')).toBeVisible();
  await expect(document.getByRole('button', { name: 'Replace file' })).toBeVisible({ timeout: 60_000 });
  expect(sent).toHaveLength(2);
  await page.getByRole('checkbox', { name: 'Learners can save it' }).uncheck();
  await save(page);
  expect(await savedContent(courseId)).toMatchObject({ kind: 'document', downloadable: false });
});

test('a lost connection is waited out', async ({ page }) => {
  await openDraft(page);
  await addLesson(page, 'Document');
  let lost = 0;
  await page.route(isPart, route => {
    if (route.request().method() !== 'PUT' || lost > 0) return route.continue();
    lost += 1;
    return route.abort('connectionreset');
  });
  await choose(page, 'Document', pdf('short.pdf', [`Short ${Math.random()}`]));
  const document = field(page, 'Document');
  await expect(document.getByText('Connection lost. The upload continues when it’s back.')).toBeVisible();
  await expect(document.getByRole('button', { name: 'Replace file' })).toBeVisible({ timeout: 30_000 });
  expect(lost).toBe(1);
});

test('malware, a type that lies and an empty file are refused, each with the reason', async ({ page }) => {
  await openDraft(page);
  await addLesson(page, 'Document');
  const document = field(page, 'Document');
  // Without a file there is no such lesson.
  await page.getByRole('button', { name: 'Save', exact: true }).press('Enter');
  await expect(document.getByText('Upload or choose a file, and wait until it is ready.')).toBeVisible();
  await choose(page, 'Document', eicar());
  await expect(document.getByRole('alert')).toContainText(/malware/i, { timeout: 30_000 });
  await settle(page);
  await check(page, 'refused');
  await document.getByRole('button', { name: 'Choose another file' }).click();

  const lie = {
    name: 'plan.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from(`MZ\u0090\0\u0003 ${Math.random()}`),
  };
  await choose(page, 'Document', lie);
  await expect(document.getByRole('alert')).toContainText('Not accepted.', { timeout: 30_000 });
  await document.getByRole('button', { name: 'Choose another file' }).click();

  await choose(page, 'Document', { ...lie, buffer: Buffer.alloc(0) });
  await expect(document.getByText('This file is empty. Choose another one.')).toBeVisible();
});

test('a video with captions is written, and its file is used again', async ({ page }) => {
  const courseId = await openDraft(page);
  await addLesson(page, 'Video');
  await choose(page, 'Video', film());
  const video = field(page, 'Video');
  await expect(video.getByText(`· 0:0${FILM_SECONDS}`)).toBeVisible({ timeout: 30_000 });
  for (const [language, tag, file] of [
    ['German', 'de', subtitles()],
    ['English', 'en', captions()],
  ] as const) {
    await page.getByRole('combobox', { name: 'Add a language' }).selectOption(tag);
    await page.getByRole('button', { name: 'Add captions' }).click();
    await choose(page, language, file);
    await expect(field(page, language).getByText(file.name)).toBeVisible({ timeout: 30_000 });
  }
  await page.getByRole('spinbutton', { name: 'Playback required (%)' }).fill('101');
  await expect(page.getByText('Enter a whole number from 0 to 100.')).toBeVisible();
  await page.getByRole('spinbutton', { name: 'Playback required (%)' }).fill('75');
  await settle(page);
  await check(page, 'video editor');
  await save(page);
  expect(await savedContent(courseId)).toMatchObject({
    kind: 'video',
    seconds: FILM_SECONDS,
    watched_percent: 75,
    captions: [{ language: 'de' }, { language: 'en' }],
  });

  await addLesson(page, 'Video');
  await video.getByRole('button', { name: 'Use an uploaded file' }).click();
  const list = page.getByRole('dialog', { name: 'Uploaded videos' });
  await list
    .getByRole('button', { name: /film\.webm/ })
    .first()
    .click();
  await expect(video.getByText(`· 0:0${FILM_SECONDS}`)).toBeVisible();
  await field(page, 'Captions and transcript').waitFor();
  await save(page);
  expect(await savedContent(courseId)).toMatchObject({ kind: 'video', seconds: FILM_SECONDS, watched_percent: 90 });
});

test('captions that are checked while another lesson is open belong to their lesson', async ({ page }) => {
  const courseId = await openDraft(page);
  await addLesson(page, 'Video');
  await page.getByRole('textbox', { name: 'Title' }).fill('Watch');
  await choose(page, 'Video', film());
  await expect(field(page, 'Video').getByText(`· 0:0${FILM_SECONDS}`)).toBeVisible({ timeout: 30_000 });
  let release = () => {};
  const held = new Promise<void>(resolve => {
    release = resolve;
  });
  await page.route(/\/v1\/admin\/files\/[0-9a-f]+$/, async route => {
    await held;
    await route.continue();
  });
  await page.getByRole('combobox', { name: 'Add a language' }).selectOption('en');
  await page.getByRole('button', { name: 'Add captions' }).click();
  await choose(page, 'English', captions());
  await expect(field(page, 'English').getByText('film.en.vtt')).toBeVisible();
  await openRow(page, 'Look');
  await expect(field(page, 'English')).toHaveCount(0);
  release();
  await openRow(page, 'Watch, Video');
  await expect(field(page, 'English').getByRole('button', { name: 'Replace file' })).toBeVisible({ timeout: 30_000 });
  await save(page);
  expect(await savedContent(courseId)).toMatchObject({ kind: 'video', captions: [{ language: 'en' }] });
});

test('a cover is uploaded and taken away again, beside the one that is drawn', async ({ page }) => {
  const courseId = await openDraft(page);
  await openCourseDetails(page);
  const cover = field(page, 'Cover');
  await expect(page.getByText('Drawn for this course, because it has no picture.')).toBeVisible();
  await expect(cover.getByRole('button', { name: 'Remove' })).toHaveCount(0);
  await choose(page, 'Cover', PICTURE);
  await expect(cover.getByText('Without a picture, learners see this one.')).toBeVisible({ timeout: 30_000 });
  await expect(cover.locator('img')).toHaveJSProperty('naturalWidth', 1);
  await settle(page);
  await check(page, 'cover');
  await save(page);
  const about = async () =>
    (await savedCourse(courseId)) as unknown as { about?: { cover?: unknown }; cover?: unknown };
  expect((await about()).cover).toBeDefined();
  // What else is said of the course does not take it away.
  await page.getByRole('textbox', { name: 'Audience' }).fill('Fitters');
  await save(page);
  expect((await about()).about?.cover).toBeDefined();
  await cover.getByRole('button', { name: 'Remove' }).click();
  await expect(cover.getByRole('button', { name: 'Remove' })).toHaveCount(0);
  await expect(cover.locator(':focus')).toHaveCount(1);
  await save(page);
  expect((await about()).cover).toBeUndefined();
});

test('learners see the cover, and the drawn one where the picture does not come', async ({ page }) => {
  const digest = await uploaded('picture', PICTURE);
  const course = await courseWith('Covered', [{ title: 'Only' }], { about: { cover: digest } });
  const member = await newMember();
  await signIn(page, member.email, `/courses/${course.id}`);
  const picture = page.getByRole('main').locator(`img[src*="${digest}"]`);
  await expect(picture).toHaveJSProperty('naturalWidth', 1);
  await settle(page);
  await check(page, 'cover of a course');
  await page.route(isPart, route => route.fulfill({ status: 403 }));
  await page.reload();
  await expect(page.locator('main svg[data-tone]')).toBeVisible();
  await expect(picture).toHaveCount(0);
});
