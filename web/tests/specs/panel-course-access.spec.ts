import { call } from '../support/api.ts';
import { newDraft, openAsAuthor, row, save, savedCourse, uniqueTitle } from '../support/authoring.ts';
import { newCourse } from '../support/courses.ts';
import { administrator, openAsAdministrator, openPanel, supportToken } from '../support/panel.ts';
import { expect, test } from '../support/test.ts';

test('somebody of support reads a course and changes nothing', async ({ page }) => {
  test.setTimeout(120_000);
  const course = await newCourse(2);
  const before = await savedCourse(course.id);
  await openPanel(page, await supportToken(), `courses/${course.id}`);
  await expect(page.getByRole('heading', { level: 1, name: course.title })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Title' })).not.toBeEditable();
  await expect(page.getByRole('textbox', { name: 'Summary' })).not.toBeEditable();
  for (const name of ['Save', 'Publish…', 'Undo', 'Add lesson', 'Delete', /^Drag/]) {
    await expect(page.getByRole('button', { name })).toHaveCount(0);
  }
  await row(page, 'Step 1').click();
  await expect(page.getByRole('spinbutton', { name: 'Minutes' })).not.toBeEditable();
  await expect(page.getByRole('article', { name: 'Lesson preview' })).toContainText('Begin with five minutes.');
  await expect(page.getByRole('textbox', { name: 'Lesson text' })).toHaveCount(0);

  // Nor by the keys of the outline.
  await row(page, 'Step 1').focus();
  for (const key of ['Delete', 'Alt+ArrowDown', 'F2', 'Control+s']) await page.keyboard.press(key);
  await expect(page.getByRole('treegrid').getByRole('row')).toHaveCount(4);
  expect(await savedCourse(course.id)).toEqual(before);
});

test('a course is for the groups that an administrator chooses', async ({ page, browser, baseURL }) => {
  const draft = await newDraft();
  // From eight on they are searched.
  const names = Array.from({ length: 8 }, (_, index) => uniqueTitle(`Shift ${index + 1}`));
  const groups: string[] = [];
  for (const name of names) {
    const body = { name };
    const { group_id } = await call<{ group_id: string }>('/v1/admin/groups', {
      method: 'POST',
      token: administrator(),
      body,
    });
    groups.push(group_id);
  }
  const [first = '', second = ''] = names;
  await openAsAdministrator(page, `courses/${draft.course_id}`);
  const picker = page.getByRole('group', { name: 'Available to' });
  await expect(picker).toContainText('Available to everyone in the workspace.');
  await picker.getByRole('searchbox', { name: 'Find a group' }).fill(first);
  await expect(picker.getByRole('checkbox')).toHaveCount(1);
  await picker.getByRole('checkbox', { name: first }).check();
  await expect(picker).toContainText('Available only to members of 1 group.');
  await picker.getByRole('searchbox').fill(second);
  await picker.getByRole('checkbox', { name: second }).check();
  await expect(picker).toContainText('Available only to members of 2 groups.');
  await picker.getByRole('searchbox').fill('');
  await picker.getByRole('checkbox', { name: first }).uncheck();
  await save(page);
  expect((await savedCourse(draft.course_id)).groups).toEqual([groups[1]]);

  // Groups are not the business of authors: they see how many.
  const other = await (await browser.newContext({ baseURL, locale: 'en-GB' })).newPage();
  await openAsAuthor(other, `/courses/${draft.course_id}`);
  await expect(other.getByRole('group', { name: 'Available to' })).toContainText(
    'Available only to members of 1 group.',
  );
  await expect(other.getByRole('checkbox')).toHaveCount(0);
  await other.context().close();
});
