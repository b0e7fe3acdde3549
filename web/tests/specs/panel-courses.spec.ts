import { readFile } from 'node:fs/promises';
import { call } from '../support/api.ts';
import {
  learnerToken,
  newDraft,
  openAsAuthor,
  openCourseDetails,
  openRow,
  save,
  savedCourse,
  uniqueTitle,
  writeMarkdown,
} from '../support/authoring.ts';
import { check, settle } from '../support/axe.ts';
import { newCourse, newPath } from '../support/courses.ts';
import { openNavigation } from '../support/panel.ts';
import { expect, test } from '../support/test.ts';

test('a course is found by its words and its state', async ({ page }) => {
  const draft = await newDraft();
  await openAsAuthor(page, '/courses');
  await page.getByRole('searchbox', { name: 'Search' }).fill(draft.title);
  await expect(page.getByRole('row')).toHaveCount(2);
  await page.getByLabel('State').selectOption('published');
  await expect(page.getByRole('heading', { name: 'No matching courses' })).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await page.getByLabel('State').selectOption('draft');
  await page.getByRole('searchbox', { name: 'Search' }).fill(draft.title);
  await expect(page.getByRole('row')).toHaveCount(2);
  await page.getByRole('link', { name: draft.title }).click();
  await expect(page.getByRole('heading', { level: 1, name: draft.title })).toBeVisible();
});

test('the list is exported as it is filtered', async ({ page }) => {
  const draft = await newDraft();
  await openAsAuthor(page, '/courses');
  await page.getByRole('searchbox', { name: 'Search' }).fill(draft.title);
  await expect(page.getByRole('row')).toHaveCount(2);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export CSV' }).click(),
  ]);
  const lines = (await readFile((await file.path()) ?? '', 'utf8')).trim().split('\r\n');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain(`${draft.title},What to do first.,Draft,4,16`);
});

test('from nothing to a published course, by keyboard alone', async ({ page }) => {
  const title = uniqueTitle('Ladders');
  await writeMarkdown(page);
  await openAsAuthor(page, '/courses');
  await page.getByRole('button', { name: 'Create course' }).first().focus();
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Title' }).focus();
  await page.keyboard.type(title);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();

  await page.getByRole('button', { name: 'Add part' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('button', { name: 'Add lesson' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByRole('radio', { name: 'Page' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Title' })).toBeFocused();
  await page.keyboard.type('Setting up');
  await page.keyboard.press('Tab');
  await page.keyboard.type('7');
  await page.getByRole('textbox', { name: 'Lesson text' }).focus();
  await page.keyboard.type('Stand it on firm ground.');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+b');
  await expect(page.getByRole('textbox', { name: 'Lesson text' })).toHaveValue('**Stand it on firm ground.**');
  await page.getByRole('tab', { name: 'Markdown' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('button', { name: 'Save and show' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('article').locator('strong')).toHaveText('Stand it on firm ground.');
  await expect(page.getByText('All changes saved')).toBeVisible();

  await page.getByRole('button', { name: 'Publish…' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Everyone in the workspace will see it');
  await dialog.getByRole('button', { name: 'Publish course' }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('main').getByText('Published', { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Publish…' })).toHaveCount(0);

  const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  const seen = await call<{ title: string; minutes: number }>(`/v1/catalog/courses/${id}`, {
    token: await learnerToken(),
  });
  expect(seen).toMatchObject({ title, minutes: 7 });
});

test('what a lesson loses of its text is told when it is saved', async ({ page }) => {
  const draft = await newDraft();
  await writeMarkdown(page);
  await openAsAuthor(page, `/courses/${draft.course_id}`);
  await openRow(page, 'Call');
  const written = 'Fine.\n\nPress [here](javascript:alert) or <button>this</button>.';
  await page.getByRole('textbox', { name: 'Lesson text' }).fill(written);
  await save(page);
  const told = page.getByRole('region', { name: 'Saved with 2 warnings' });
  await expect(told.getByRole('status')).toContainText('Saved with 2 warnings');
  await expect(told.getByRole('listitem')).toHaveText([
    /Call.*Line 3.*Broken link.*javascript:alert/,
    /Call.*Line 3.*HTML not supported.*<button>/,
  ]);
  await expect(page.getByRole('textbox', { name: 'Lesson text' })).toHaveValue(written);
  await check(page, 'lost markup');
  await openRow(page, 'Look');
  await told.getByRole('button', { name: 'Call' }).first().click();
  await expect(page.getByRole('textbox', { name: 'Lesson text' })).toHaveValue(written);
  await page.getByRole('textbox', { name: 'Lesson text' }).fill('Nothing lost.');
  await save(page);
  await expect(told).toHaveCount(0);
});

test('without a lesson nothing is published', async ({ page }) => {
  const title = uniqueTitle('Empty');
  await openAsAuthor(page, '/courses');
  await page.getByRole('button', { name: 'Create course' }).first().click();
  await page.getByRole('textbox', { name: 'Title' }).fill(title);
  await page.getByRole('button', { name: 'Create draft' }).click();
  await page.getByRole('button', { name: 'Publish…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('needs at least one lesson');
  const publish = dialog.getByRole('button', { name: 'Publish course' });
  await expect(publish).toHaveAttribute('aria-disabled', 'true');
  await publish.click({ force: true });
  await expect(dialog).toBeVisible();
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  expect((await savedCourse(id)).state).toBe('draft');

  await page.keyboard.press('Escape');
  await openCourseDetails(page);
  const name = page.getByRole('textbox', { name: 'Title' });
  await name.fill('');
  await page.getByRole('button', { name: 'Publish…' }).click();
  await expect(dialog.getByRole('listitem').filter({ hasText: 'Course details' })).toContainText('Enter a title.');
  await check(page, 'what has to be corrected');
  await dialog.getByRole('button', { name: 'Course details' }).click();
  await expect(dialog).toBeHidden();
  await expect(name).toBeFocused();
});

test('a list that does not come says why, and comes when asked again', async ({ page }) => {
  const draft = await newDraft();
  await openAsAuthor(page, '/imports');
  let broken: 'offline' | 'refused' | undefined = 'offline';
  await page.route(/\/v1\/(admin\/courses|catalog\/courses)/, route => {
    const body = JSON.stringify({
      type: '/problems/forbidden',
      title: 'You may not do this',
      status: 403,
      detail: 'Authors only.',
      request_id: 'x',
    });
    if (broken === 'offline') return route.abort();
    return broken ? route.fulfill({ status: 403, contentType: 'application/problem+json', body }) : route.continue();
  });
  await openNavigation(page);
  await page.getByRole('navigation').getByRole('link', { name: 'Courses' }).click();
  await expect(page.getByRole('heading', { name: 'You’re offline' })).toBeVisible();
  broken = 'refused';
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('Authors only.')).toBeVisible();
  broken = undefined;
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('table')).toBeVisible();
  broken = 'refused';
  await page.goto(`/admin/courses/${draft.course_id}`);
  await expect(page.getByText('Authors only.')).toBeVisible();
  broken = undefined;
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { level: 1, name: draft.title })).toBeVisible();
});

test('a course is archived, taken back and deleted', async ({ page }) => {
  const course = await newCourse(1);
  const path = await newPath('Led nowhere', { Basics: [course] });
  await openAsAuthor(page, `/courses/${course.id}`);
  await openCourseDetails(page);
  const availability = page.getByRole('region', { name: 'Availability' });
  await expect(availability).toContainText('Learners find this course in the catalogue.');
  await availability.getByRole('button', { name: 'Archive…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('nobody new can start it, and learning paths skip it');
  await check(page, 'archive');
  await dialog.getByRole('button', { name: 'Archive course' }).click();
  await expect(availability).toContainText('This course is no longer in the catalogue.');
  await expect(availability).toContainText('To delete it, unpublish it first.');
  await expect(page.getByText('Archived', { exact: true })).toBeVisible();

  await page.goto(`/admin/paths/${path.id}`);
  await expect(page.getByRole('region', { name: 'Milestones and courses' }).getByRole('status')).toHaveText(
    /^1 course is no longer offered\..+ No required course of this path is offered, so nobody new can complete it\.$/,
  );
  await settle(page);
  await check(page, 'a path with an archived course');

  await page.goto(`/admin/courses/${course.id}`);
  await openCourseDetails(page);
  await availability.getByRole('button', { name: 'Unpublish…' }).click();
  await dialog.getByRole('button', { name: 'Unpublish course' }).click();
  await expect(availability).toContainText('Only authors see this draft.');
  await availability.getByRole('button', { name: 'Delete…' }).click();
  await dialog.getByRole('button', { name: 'Delete course' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Courses' })).toBeVisible();
  const token = await learnerToken();
  await expect(call(`/v1/catalog/courses/${course.id}`, { token })).rejects.toThrow('404');
});
