import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import {
  newDraft,
  openAsAuthor,
  openRow,
  rowsOf,
  save,
  savedCourse,
  uniqueTitle,
  writeMarkdown,
} from '../support/authoring.ts';
import { check } from '../support/axe.ts';
import { book, noBook } from '../support/book.ts';
import { openNavigation } from '../support/panel.ts';
import { expect, test } from '../support/test.ts';

async function choose(page: Page, file: ReturnType<typeof book>): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByRole('button', { name: 'Upload and import' }).click();
}

test('a book becomes a draft; its warnings are filtered and exported', async ({ page }) => {
  const title = uniqueTitle('Workshop');
  await writeMarkdown(page);
  await openAsAuthor(page, '/imports');
  await page.getByRole('link', { name: 'Import course', exact: true }).first().click();
  await choose(page, book(title));
  await expect(page.getByRole('heading', { level: 1, name: 'book.zip' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Draft created' })).toBeVisible();
  const warnings = page.getByRole('table', { name: 'Warnings' });
  await expect(warnings).toContainText('src/welcome.md:5');
  await page.getByLabel('Kind').selectOption('broken_link');
  await expect(warnings.getByRole('row')).toHaveCount(3);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export CSV' }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('book-warnings.csv');
  const lines = (await readFile((await file.path()) ?? '', 'utf8')).trim().split('\r\n');
  expect(lines).toHaveLength(3);
  expect(lines[1]).toMatch(/^src\/welcome\.md,5,broken_link,/);

  await page.getByRole('link', { name: 'Open course' }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await openRow(page, 'Welcome');
  const text = page.getByRole('textbox', { name: 'Lesson text' });
  await expect(text).toHaveValue(/Good to have you here\./);
  await text.fill('Come in.');
  await save(page);
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Lesson text' })).toHaveValue('Come in.');
});

test('the next edition of a book updates its course', async ({ page }) => {
  const draft = await newDraft();
  await openAsAuthor(page, '/imports/new');
  await page.locator('input[type=file]').setInputFiles(book(uniqueTitle('Second edition')));
  await page.getByRole('radio', { name: 'Update an existing course' }).check();
  const begin = page.getByRole('button', { name: 'Upload and import' });
  await expect(begin).toHaveAttribute('aria-disabled', 'true');
  await page.getByRole('button', { name: 'Choose (Course)' }).click();
  await page.getByRole('searchbox', { name: 'Course' }).fill(draft.title);
  await page.getByRole('list', { name: 'Courses found' }).getByRole('button', { name: draft.title }).click();
  await expect(page.getByRole('main')).toContainText('keep their learners’ progress');
  await check(page, 'the next edition');
  await begin.click();
  await expect(page.getByRole('heading', { name: 'Course updated' })).toBeVisible();
  await page.getByRole('link', { name: 'Open course' }).click();
  await expect(page.getByRole('heading', { level: 1, name: draft.title })).toBeVisible();
  expect(await rowsOf(page)).toEqual(expect.arrayContaining(['Welcome', 'Tools']));
  const { parts } = await savedCourse(draft.course_id);
  const lessons = parts.flatMap(part => part.modules.flatMap(module => module.lessons));
  expect(lessons.map(({ id, title }) => [id, title])).toEqual([
    ['l4', 'Welcome'],
    ['l5', 'Tools'],
  ]);
});

// How long the one before it takes depends on the machine, so the answers say "queued" for as long as the test looks.
test('a book waits in the queue and then starts by itself', async ({ page }) => {
  let waits = true;
  await page.route(/\/v1\/admin\/imports\/[^/]+$/, async route => {
    const response = await route.fetch();
    const status = await response.json();
    await route.fulfill({ response, json: waits ? { ...status, state: 'queued' } : status });
  });
  await openAsAuthor(page, '/imports/new');
  await choose(page, book(uniqueTitle('Second in line')));
  await expect(page.getByRole('heading', { name: 'In the queue' })).toBeVisible();
  await expect(page.getByText('Queued', { exact: true })).toBeVisible();
  waits = false;
  await expect(page.getByRole('heading', { name: 'Draft created' })).toBeVisible();
});

test('an archive without a book says why it failed, also in the list', async ({ page }) => {
  await openAsAuthor(page, '/imports/new');
  await choose(page, noBook());
  await expect(page.getByRole('heading', { name: 'Import failed' })).toBeVisible();
  const failure = page.getByRole('status').filter({ hasText: 'Import failed' });
  await expect(failure).toContainText('SUMMARY.md');
  await expect(failure).toContainText('The type of file was “mdBook”.');
  await page.getByRole('main').getByRole('link', { name: 'Imports' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'holiday.zip' }).first()).toContainText('Failed');
});

test('what is no archive is not sent', async ({ page }) => {
  await openAsAuthor(page, '/imports/new');
  const wrong = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('Hello') };
  await page.locator('input[type=file]').setInputFiles(wrong);
  await expect(page.getByText('This is not a .zip file.')).toBeVisible();
  const begin = page.getByRole('button', { name: 'Upload and import' });
  await expect(begin).toHaveAttribute('aria-disabled', 'true');
  await begin.click({ force: true });
  await expect(page.getByRole('heading', { level: 1, name: 'Import course' })).toBeVisible();
});

test('an upload that was cut off is sent again', async ({ page }) => {
  await openAsAuthor(page, '/imports/new');
  let cut = true;
  await page.route(/archive\.zip/, route => (cut ? route.abort() : route.continue()));
  await choose(page, book(uniqueTitle('Twice')));
  await expect(page.getByText('The upload was interrupted.')).toBeVisible();
  cut = false;
  await page.getByRole('button', { name: 'Upload again' }).click();
  await expect(page.getByRole('heading', { name: 'Draft created' })).toBeVisible();
});

test('an import goes on while other pages are looked at', async ({ page }) => {
  await openAsAuthor(page, '/imports/new');
  let release = () => {};
  const held = new Promise<void>(resolve => {
    release = resolve;
  });
  await page.route(/archive\.zip/, async route => {
    await held;
    await route.continue();
  });
  await choose(page, book(uniqueTitle('Apart')));
  await expect(page.getByRole('heading', { name: 'Uploading' })).toBeVisible();
  const path = new URL(page.url()).pathname;
  await openNavigation(page);
  await page.getByRole('navigation').getByRole('link', { name: 'Courses' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Courses' })).toBeVisible();
  release();
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Draft created' })).toBeVisible();
  expect(new URL(page.url()).pathname).toBe(path);
});
