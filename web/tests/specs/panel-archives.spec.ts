import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { call } from '../support/api.ts';
import { openAsAuthor, openCourseDetails, openRow, rowsOf, savedCourse, uniqueTitle } from '../support/authoring.ts';
import { check, settle } from '../support/axe.ts';
import { book, PICTURE, type TestFile } from '../support/book.ts';
import { pdf } from '../support/documents.ts';
import { uploaded } from '../support/files.ts';
import { openNavigation } from '../support/panel.ts';
import { expect, test } from '../support/test.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });
test.setTimeout(120_000);

interface Draft {
  id: string;
  title: string;
}

/** A draft with a page that has a picture, and a document. */
async function illustrated(): Promise<Draft> {
  const title = uniqueTitle('Safety plan');
  const [picture, document] = [
    await uploaded('picture', PICTURE),
    await uploaded('document', pdf('plan.pdf', ['Where to meet'])),
  ];
  const lessons = [
    { title: 'Signs', minutes: 3, markdown: `# Signs\n\nThis is how it looks.\n\n![A dot](/files/${picture})` },
    { title: 'Plan', minutes: 2, content: { kind: 'document', file: document, downloadable: true } },
  ];
  const body = {
    title,
    summary: 'Where to go.',
    parts: [{ title: 'Basics', modules: [{ title: 'Before', lessons }] }],
  };
  const token = process.env.TRELLIS_TEST_AUTHOR ?? '';
  const { course_id: id } = await call<{ course_id: string }>('/v1/admin/courses', { method: 'POST', token, body });
  return { id, title };
}

const archiving = (page: Page) => page.getByRole('region', { name: 'Export and duplicate' });

/** The draft that came of an import: another course with the lessons of the first, the picture and the document. */
async function expectIllustrated(page: Page, { id, title }: Draft): Promise<void> {
  await page.getByRole('link', { name: 'Open course' }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await expect(page.getByText('Draft, never published')).toBeVisible();
  const made = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  expect(made).not.toBe(id);
  expect(await rowsOf(page)).toEqual(expect.arrayContaining(['Basics', 'Before', 'Signs', 'Plan, Document']));
  await openRow(page, 'Signs');
  await page.getByRole('tab', { name: 'Preview' }).click();
  await expect(page.getByRole('article').getByRole('img', { name: 'A dot' })).toHaveJSProperty('naturalWidth', 1);
  await openRow(page, 'Plan, Document');
  await expect(page.getByRole('group', { name: 'Document', exact: true })).toContainText('plan.pdf');
  expect(await savedCourse(made)).toMatchObject({ title, summary: 'Where to go.', state: 'draft' });
}

async function importExport(page: Page, file: string | TestFile): Promise<void> {
  await openNavigation(page);
  await page.getByRole('navigation').getByRole('link', { name: 'Imports' }).click();
  await page.getByRole('link', { name: 'Import course', exact: true }).first().click();
  await page.getByRole('radio', { name: 'Trellis export' }).check();
  await page.locator('input[type=file]').setInputFiles(file);
  await expect(page.getByRole('radio', { name: 'Update an existing course' })).toHaveCount(0);
}

const begin = (page: Page) => page.getByRole('button', { name: 'Upload and import' });

// How long an export takes depends on the machine, so the answers say how far it is for as long as the test looks.
test('a course is exported, saved, and imported as another draft', async ({ page }, info) => {
  const course = await illustrated();
  let seen: object | undefined = { state: 'queued' };
  await page.route(/\/v1\/admin\/courses\/[^/]+\/exports\/[^/]+$/, async route => {
    const response = await route.fetch();
    const { address, file_name, size, ...status } = await response.json();
    await route.fulfill({ response, json: seen ? { ...status, ...seen } : { ...status, address, file_name, size } });
  });
  await openAsAuthor(page, `/courses/${course.id}`);
  await openCourseDetails(page);
  await archiving(page).getByRole('button', { name: 'Export course' }).click();
  await expect(page.getByRole('heading', { level: 1, name: `Export of “${course.title}”` })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Export queued' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Download' })).toHaveCount(0);
  seen = { state: 'running', done: 1, total: 4 };
  const progress = page.getByRole('progressbar', { name: 'Exporting lessons and files' });
  await expect(progress).toHaveAttribute('aria-valuenow', '25');
  await expect(page.getByText('1 of 4', { exact: true })).toBeVisible();
  await check(page, 'an export at work');
  seen = undefined;
  await expect(page.getByRole('heading', { name: 'Export ready' })).toBeVisible();
  await settle(page);
  await check(page, 'an export');

  const name = `${course.title}.trellis.zip`;
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(name);
  const path = info.outputPath(name);
  await download.saveAs(path);
  expect((await readFile(path)).includes('course.json')).toBe(true);

  await importExport(page, path);
  await expect(page.getByText(name, { exact: true })).toBeVisible();
  await settle(page);
  await check(page, 'an export to import');
  await begin(page).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Draft created' })).toBeVisible();
  await expect(page.getByRole('table', { name: 'Warnings' })).toHaveCount(0);
  await settle(page);
  await check(page, 'an imported export');
  await expectIllustrated(page, course);
});

test('a course is duplicated under the title that it is given', async ({ page }) => {
  const course = await illustrated();
  await openAsAuthor(page, `/courses/${course.id}`);
  await openCourseDetails(page);
  await archiving(page).getByRole('button', { name: 'Duplicate course…' }).click();
  const dialog = page.getByRole('dialog', { name: `Duplicate “${course.title}”?` });
  const title = dialog.getByRole('textbox', { name: 'Title' });
  await expect(title).toHaveValue(`Copy of ${course.title}`);
  await check(page, 'duplicating a course');
  await title.fill(' ');
  await expect(dialog.getByRole('button', { name: 'Duplicate course' })).toHaveAttribute('aria-disabled', 'true');
  await title.fill(`Copy of ${course.title}`);
  await dialog.getByRole('button', { name: 'Duplicate course' }).click();
  await expect(page.getByRole('heading', { level: 1, name: `Copy of ${course.title}` })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Draft created' })).toBeVisible();
  await expectIllustrated(page, { id: course.id, title: `Copy of ${course.title}` });
});

test('what is no export of Trellis is refused, and the reason is shown', async ({ page }) => {
  const whole = book(uniqueTitle('Not a course'));
  await openAsAuthor(page, '/imports');
  for (const { buffer, reason } of [
    { buffer: whole.buffer.subarray(0, whole.buffer.length / 2), reason: 'not a zip archive' },
    { buffer: whole.buffer, reason: 'course.json' },
  ]) {
    await importExport(page, { ...whole, name: 'broken.zip', buffer });
    await begin(page).click();
    await expect(page.getByRole('heading', { name: 'Import failed' })).toBeVisible();
    await expect(page.getByRole('status').filter({ hasText: 'Import failed' })).toContainText(reason);
    await settle(page);
    await check(page, `refused: ${reason}`);
    await expect(page.getByRole('link', { name: 'Open course' })).toHaveCount(0);
  }
  await page.getByRole('main').getByRole('link', { name: 'Imports' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'broken.zip' }).first()).toContainText('Failed');
});
