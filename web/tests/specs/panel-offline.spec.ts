import { newDraft, openAsAuthor, row, savedCourse } from '../support/authoring.ts';
import { openAsAdministrator } from '../support/panel.ts';
import { newMember } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

test('without network a course is edited on, and saved when there is one again', async ({ page, context }) => {
  const draft = await newDraft();
  await openAsAuthor(page, `/courses/${draft.course_id}`);
  await page.getByRole('textbox', { name: 'Summary' }).fill('Before the tunnel.');
  await context.setOffline(true);
  await page.getByRole('textbox', { name: 'Summary' }).fill('Written in the tunnel.');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('reach the server');
  await expect(page.getByRole('textbox', { name: 'Summary' })).toHaveValue('Written in the tunnel.');
  await expect(page.getByText('Unsaved changes, kept on this device')).toBeVisible();

  // What was not loaded before says so, and comes by itself.
  await row(page, 'Look').click();
  await expect(page.getByRole('heading', { name: 'You’re offline' })).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByRole('textbox', { name: 'Lesson text' })).toContainText('First line');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('All changes saved')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  expect((await savedCourse(draft.course_id)).summary).toBe('Written in the tunnel.');
});

test('without network a form keeps what was written, and another view says why it does not come', async ({
  page,
  context,
}) => {
  const member = await newMember('Otto Offline');
  await openAsAdministrator(page, `people/${member.memberId}`);
  await page.getByLabel('Region', { exact: true }).fill('Underground');
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByRole('alert')).toContainText('reach the server');
  await expect(page.getByLabel('Region', { exact: true })).toHaveValue('Underground');
  await context.setOffline(false);
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByText('Changes saved')).toBeVisible();

  await context.setOffline(true);
  await page.getByRole('link', { name: 'API clients' }).click();
  await expect(page.getByRole('heading', { name: 'You’re offline' })).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByRole('heading', { level: 1, name: 'API clients' })).toBeVisible();
});
