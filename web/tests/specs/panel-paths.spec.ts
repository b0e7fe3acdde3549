import type { Page } from '@playwright/test';
import { call } from '../support/api.ts';
import { openAsAuthor, row, rowsOf, uniqueTitle } from '../support/authoring.ts';
import { check, settle } from '../support/axe.ts';
import { changePath, courseWith, draftPath, newCourse, newPath, type TestPath } from '../support/courses.ts';
import { openPanel, supportToken } from '../support/panel.ts';
import { expect, test } from '../support/test.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });
test.setTimeout(120_000);

interface SavedPath {
  title: string;
  summary: string;
  state: string;
  milestones: { title: string; courses: { course_id: string; optional: boolean }[] }[];
}

function savedPath({ id }: Pick<TestPath, 'id'>): Promise<SavedPath> {
  return call(`/v1/catalog/paths/${id}`, { token: process.env.TRELLIS_TEST_AUTHOR ?? '' });
}

/** The milestones with the courses in them, as the panel has saved them. */
async function savedRoute(path: Pick<TestPath, 'id'>): Promise<Record<string, string[]>> {
  const { milestones } = await savedPath(path);
  return Object.fromEntries(milestones.map(({ title, courses }) => [title, courses.map(each => each.course_id)]));
}

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('All changes saved').waitFor();
}

async function addMilestone(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Add milestone' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name of the milestone' }).fill(name);
  await page.keyboard.press('Enter');
  await row(page, name).waitFor();
}

test('an author creates a path, fills it and publishes it', async ({ page }) => {
  const title = uniqueTitle('Shift leader');
  const [first, second] = [await newCourse(1), await courseWith('Radio', [{ title: 'Channels' }])];
  await openAsAuthor(page, '/paths');
  await page.getByRole('button', { name: 'Create path' }).first().click();
  await check(page, 'path-create');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Title' }).fill(title);
  await dialog.getByRole('button', { name: 'Create draft' }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';

  await page.getByRole('button', { name: 'Publish…' }).click();
  await expect(dialog).toContainText('A path needs at least one course');
  await page.keyboard.press('Escape');
  await addMilestone(page, 'Basics');
  await addMilestone(page, 'Practice');
  await page.getByRole('button', { name: 'Add courses to “Basics”' }).click();
  const found = dialog.getByRole('list', { name: 'Courses found' });
  for (const course of [first, second]) {
    await dialog.getByRole('searchbox', { name: 'Find a course' }).fill(course.title);
    await found.getByRole('button', { name: course.title }).click();
    await expect(dialog.getByRole('status').filter({ hasText: `“${course.title}” added` })).toBeVisible();
  }
  // A course stands on a path once.
  await dialog.getByRole('searchbox', { name: 'Find a course' }).fill(first.title);
  await expect(dialog.getByText('No matching courses')).toBeVisible();
  await check(page, 'path-add-courses');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page
    .getByRole('switch', { name: `“${second.title}” is optional` })
    .locator('xpath=ancestor::label')
    .click();
  await page.getByRole('radio', { name: 'One after the other' }).check();
  await settle(page);
  await check(page, 'path-written');

  await page.getByRole('button', { name: 'Publish…' }).click();
  await expect(dialog).toContainText('Your unsaved changes will be saved first.');
  await check(page, 'path-publish');
  await dialog.getByRole('button', { name: 'Publish path' }).click();
  await expect(page.getByText('Path published')).toBeVisible();
  const saved = await savedPath({ id });
  expect(saved).toMatchObject({
    state: 'published',
    order: 'in_order',
    milestones: [
      {
        title: 'Basics',
        courses: [
          { course_id: first.id, optional: false },
          { course_id: second.id, optional: true },
        ],
      },
      { title: 'Practice', courses: [] },
    ],
  });

  await page.goto(`/admin/paths?state=published&q=${encodeURIComponent(title)}`);
  await expect(page.getByRole('table').getByRole('link')).toHaveText([title]);
  await page.getByRole('combobox', { name: 'State' }).selectOption('Draft');
  await expect(page.getByRole('heading', { name: 'No matching paths' })).toBeVisible();
});

test('courses and milestones change places by keyboard, and what is removed comes back', async ({ page }) => {
  const [first, second] = [await newCourse(1), await newCourse(1)];
  const path = await draftPath('In order', { Basics: [first, second], Practice: [] });
  await openAsAuthor(page, `/paths/${path.id}`);
  await row(page, first.title).focus();
  await page.keyboard.press('Alt+ArrowDown');
  await expect.poll(() => rowsOf(page)).toEqual(['Basics', second.title, first.title, 'Practice']);
  await expect(row(page, first.title)).toBeFocused();
  await page.keyboard.press('Alt+ArrowDown');
  await expect.poll(() => rowsOf(page)).toEqual(['Basics', second.title, 'Practice', first.title]);
  await row(page, 'Practice').focus();
  await page.keyboard.press('Alt+ArrowUp');
  await expect.poll(() => rowsOf(page)).toEqual(['Practice', first.title, 'Basics', second.title]);
  await page.keyboard.press('F2');
  await page.getByRole('textbox', { name: 'Name of the milestone' }).fill('On the job');
  await page.keyboard.press('Enter');
  await expect.poll(() => rowsOf(page)).toEqual(['On the job', first.title, 'Basics', second.title]);

  await row(page, second.title).focus();
  await page.keyboard.press('Delete');
  await expect.poll(() => rowsOf(page)).toEqual(['On the job', first.title, 'Basics']);
  await page.getByRole('region', { name: 'Notifications' }).getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => rowsOf(page)).toEqual(['On the job', first.title, 'Basics', second.title]);

  await page.getByRole('button', { name: 'Move “Basics” up' }).click();
  await expect.poll(() => rowsOf(page)).toEqual(['Basics', second.title, 'On the job', first.title]);
  await expect(page.getByRole('button', { name: 'Move “Basics” up' })).toBeDisabled();
  await row(page, 'Basics').focus();
  await page.keyboard.press('Alt+ArrowDown');
  await expect.poll(() => rowsOf(page)).toEqual(['On the job', first.title, 'Basics', second.title]);
  await save(page);
  expect(await savedRoute(path)).toEqual({ 'On the job': [first.id], Basics: [second.id] });

  // The buttons of a row are reached with the arrow, and work with the keyboard.
  await row(page, first.title).focus();
  const optional = page.getByRole('switch', { name: `“${first.title}” is optional` });
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(optional).toBeFocused();
  await page.keyboard.press('Space');
  await expect(optional).toBeChecked();
});

test('a course is dragged into another milestone', async ({ page, isMobile }) => {
  test.skip(isMobile, 'a mouse drags');
  const [first, second] = [await newCourse(1), await newCourse(1)];
  const path = await draftPath('Dragged', { Basics: [first], Practice: [second] });
  await openAsAuthor(page, `/paths/${path.id}`);
  await row(page, first.title).dragTo(row(page, 'Practice'));
  await expect.poll(() => rowsOf(page)).toEqual(['Basics', 'Practice', second.title, first.title]);
  await row(page, 'Practice').dragTo(row(page, 'Basics'), { targetPosition: { x: 60, y: 3 } });
  await expect.poll(() => rowsOf(page)).toEqual(['Practice', second.title, first.title, 'Basics']);
  await save(page);
  expect(await savedRoute(path)).toEqual({ Practice: [second.id, first.id], Basics: [] });
});

test('what two people have changed is merged, and where both did, a person decides', async ({ page }) => {
  const [course, other] = [await newCourse(1), await newCourse(1)];
  const path = await draftPath('Together', { Basics: [course], Practice: [{ ...other, optional: true }] });
  await openAsAuthor(page, `/paths/${path.id}`);
  await page.getByRole('textbox', { name: 'Title' }).fill(`${path.title} mine`);
  await page.getByRole('textbox', { name: 'Summary' }).fill('My summary');
  const optional = page.getByRole('switch', { name: `“${course.title}” is optional` }).locator('xpath=ancestor::label');
  await optional.click();
  await expect(page.getByRole('alert')).toHaveText('At least one course has to be required.');
  await optional.click();
  await page.getByRole('button', { name: `Move “${course.title}” down` }).click();
  await changePath(path.id, {
    summary: 'Their summary',
    order: 'in_order',
    milestones: [{ title: 'Theirs', courses: [] }],
  });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Someone else made changes' });
  await expect(dialog).toContainText('Their summary');
  // What is no longer on their path keeps its name.
  await expect(dialog).toContainText(`${other.title} (optional)`);
  await check(page, 'path-conflict');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('textbox', { name: 'Summary' })).toHaveValue('My summary');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await dialog.getByRole('button', { name: 'Save choice' }).click();
  await expect(page.getByText('All changes saved')).toBeVisible();
  expect(await savedPath(path)).toMatchObject({
    title: `${path.title} mine`,
    summary: 'My summary',
    order: 'in_order',
    milestones: [
      { title: 'Basics', courses: [] },
      {
        title: 'Practice',
        courses: [
          { course_id: course.id, optional: false },
          { course_id: other.id, optional: true },
        ],
      },
    ],
  });
});

test('a path is taken back, put away and deleted, and nobody leaves with unsaved changes unasked', async ({ page }) => {
  const path = await newPath('For a while', { Basics: [await newCourse(1)] });
  await openAsAuthor(page, `/paths/${path.id}`);
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Archive…' }).click();
  await dialog.getByRole('button', { name: 'Archive path' }).click();
  await expect(page.getByText('This path is no longer in the catalogue.')).toBeVisible();
  await page.getByRole('button', { name: 'Unpublish…' }).click();
  await dialog.getByRole('button', { name: 'Unpublish path' }).click();
  await expect(page.getByText('Only authors see this draft.')).toBeVisible();

  await page.getByRole('textbox', { name: 'Summary' }).fill('Not saved');
  await page.getByRole('main').getByRole('link', { name: 'Learning paths' }).click();
  await expect(dialog).toContainText('Your changes to this path will be lost.');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('textbox', { name: 'Summary' })).toHaveValue('Not saved');

  await page.getByRole('button', { name: 'Delete…' }).click();
  await dialog.getByRole('button', { name: 'Delete path' }).click();
  await expect(page).toHaveURL(/\/admin\/paths$/);
  await expect(savedPath(path)).rejects.toThrow('404');
});

test('somebody of support reads a path and changes nothing', async ({ page, isMobile }) => {
  test.skip(isMobile, 'the same on every page');
  const course = await newCourse(1);
  const path = await newPath('To be read', { Basics: [course] });
  await openPanel(page, await supportToken(), `paths/${path.id}`);
  await expect(page.getByRole('textbox', { name: 'Title' })).not.toBeEditable();
  for (const name of ['Save', 'Publish…', 'Archive…', 'Add milestone', /^Remove/, /^Drag/]) {
    await expect(page.getByRole('button', { name })).toHaveCount(0);
  }
  await row(page, course.title).focus();
  for (const key of ['Delete', 'Alt+ArrowUp', 'F2', 'Control+s']) await page.keyboard.press(key);
  expect(await rowsOf(page)).toEqual(['Basics', course.title]);
});
