import { refuse } from '../support/answers.ts';
import {
  newDraft,
  openAsAuthor,
  openRow,
  row,
  rowsOf,
  save,
  savedCourse,
  savedText,
  showOutline,
  writeMarkdown,
} from '../support/authoring.ts';

import { enterAddressAndCode } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

const FIRST = ['Basics', 'Before', 'Look', 'Call', 'During', 'Press', 'Breathe'];

test('lessons are moved, deleted and brought back with the keyboard', async ({ page }) => {
  const draft = await newDraft();
  await openAsAuthor(page, `/courses/${draft.course_id}`);
  await row(page, 'Look').waitFor();
  expect(await rowsOf(page)).toEqual(FIRST);
  await row(page, 'Look').focus();
  await page.keyboard.press('Alt+ArrowDown');
  await expect.poll(() => rowsOf(page)).toEqual(['Basics', 'Before', 'Call', 'Look', 'During', 'Press', 'Breathe']);
  await expect(row(page, 'Look')).toBeFocused();
  await page.keyboard.press('Alt+ArrowDown');
  await expect.poll(() => rowsOf(page)).toEqual(['Basics', 'Before', 'Call', 'During', 'Look', 'Press', 'Breathe']);
  await expect(row(page, 'Look')).toBeFocused();
  await page.keyboard.press('Delete');
  await expect.poll(() => rowsOf(page)).toEqual(['Basics', 'Before', 'Call', 'During', 'Press', 'Breathe']);
  await expect(row(page, 'Press')).toBeFocused();
  await page.keyboard.press('Control+z');
  await expect.poll(() => rowsOf(page)).toEqual(['Basics', 'Before', 'Call', 'During', 'Look', 'Press', 'Breathe']);
  await row(page, 'Press').focus();
  await page.keyboard.press('F2');
  await expect(page.getByRole('textbox', { name: 'Title' })).toBeFocused();
  await page.keyboard.type('Press hard');
  await page.keyboard.press('Control+s');
  await expect(page.getByText('All changes saved')).toBeVisible();
  const saved = await savedCourse(draft.course_id);
  expect(saved.parts[0]?.modules.map(module => module.lessons.map(lesson => lesson.title))).toEqual([
    ['Call'],
    ['Look', 'Press hard', 'Breathe'],
  ]);
});

test('a lesson is dragged by its handle, with the keyboard and with the mouse', async ({ page }) => {
  const draft = await newDraft();
  await openAsAuthor(page, `/courses/${draft.course_id}`);
  await row(page, 'Look').focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('button', { name: 'Drag “Look”' })).toBeFocused();
  await page.keyboard.press('Enter');
  // Dragging begins with the next picture: before that, keys move in the tree.
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
  await expect.poll(focused).not.toBe('Drag “Look”');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect.poll(() => rowsOf(page)).not.toEqual(FIRST);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => rowsOf(page)).toEqual(FIRST);

  await row(page, 'Call').hover();
  const handle = page.getByRole('button', { name: 'Drag “Call”' });
  const [from, to] = [await handle.boundingBox(), await row(page, 'During').boundingBox()];
  if (!from || !to) throw new Error('the rows are not in sight');
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(to.x + 60, to.y + to.height / 2 - 6, { steps: 8 });
  await page.mouse.move(to.x + 60, to.y + to.height / 2, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => rowsOf(page)).toEqual(['Basics', 'Before', 'Look', 'During', 'Press', 'Breathe', 'Call']);
  await save(page);
  const saved = await savedCourse(draft.course_id);
  expect(saved.parts[0]?.modules[1]?.lessons.map(lesson => lesson.title)).toEqual(['Press', 'Breathe', 'Call']);
});

test('a deleted module comes back whole, and commands move far', async ({ page }) => {
  const draft = await newDraft();
  await openAsAuthor(page, `/courses/${draft.course_id}`);
  await openRow(page, 'Before');
  await showOutline(page);
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect.poll(() => rowsOf(page)).toEqual(['Basics', 'During', 'Press', 'Breathe']);
  await page.getByRole('region', { name: 'Notifications' }).getByRole('button', { name: 'Undo' }).click();
  await expect
    .poll(async () => {
      await showOutline(page);
      return rowsOf(page);
    })
    .toEqual(FIRST);
  await openRow(page, 'Look');
  await showOutline(page);
  const command = page.getByRole('button', { name: 'Move to…' });
  await command.click();
  const dialog = page.getByRole('dialog', { name: 'Move “Look”' });
  await dialog.getByLabel('Module').selectOption({ label: 'Basics › During' });
  await dialog.getByLabel('Position').selectOption({ label: 'At the beginning' });
  await dialog.getByRole('button', { name: 'Move', exact: true }).click();
  await expect(command).toBeFocused();
  await expect.poll(() => rowsOf(page)).toEqual(['Basics', 'Before', 'Call', 'During', 'Look', 'Press', 'Breathe']);
});

test('what is not saved outlives a reload, and can be discarded', async ({ page }) => {
  const draft = await newDraft();
  await writeMarkdown(page);
  await openAsAuthor(page, `/courses/${draft.course_id}`);
  await openRow(page, 'Look');
  const text = page.getByRole('textbox', { name: 'Lesson text' });
  await expect(text).toHaveValue(/First line/);
  await text.fill('Something new.');
  await page.reload();
  await expect(page.getByText('Your unsaved changes have been restored.')).toBeVisible();
  await expect(text).toHaveValue('Something new.');
  await page.getByRole('button', { name: 'Discard changes' }).click();
  await expect(text).toHaveValue(/First line/);
  await expect(page.getByText('All changes saved')).toBeVisible();
  await page.reload();
  await expect(text).toHaveValue(/First line/);
  await expect(page.getByText('Your unsaved changes have been restored')).toHaveCount(0);
});

test('a session that ends while saving loses nothing', async ({ page }) => {
  const draft = await newDraft();
  await writeMarkdown(page);
  const author = await openAsAuthor(page, `/courses/${draft.course_id}`);
  await openRow(page, 'Look');
  const text = page.getByRole('textbox', { name: 'Lesson text' });
  await expect(text).toHaveValue(/First line/);
  await text.press('Control+a');
  await page.keyboard.type('Written before the end.');
  let ended = true;
  await page.route(/\/v1\/(me|admin|catalog|auth\/refresh)/, route =>
    ended ? refuse(route, 401, 'unauthenticated', 'Sign in.') : route.continue(),
  );
  await page.keyboard.press('Control+s');
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
  await expect(dialog).toBeVisible();
  ended = false;
  await dialog.getByRole('button', { name: 'Send me a code instead' }).click();
  await enterAddressAndCode(page, author.email);
  await expect(dialog).toBeHidden();
  await expect(page.getByText('All changes saved')).toBeVisible();
  const lesson = draft.parts[0]?.modules[0]?.lessons[0]?.id ?? '';
  expect(await savedText(draft.course_id, lesson)).toBe('Written before the end.');
});

test('what the API would refuse is shown where it is', async ({ page }) => {
  const draft = await newDraft();
  await openAsAuthor(page, `/courses/${draft.course_id}`);
  await openRow(page, 'Call');
  await page.getByRole('textbox', { name: 'Title' }).fill('');
  await openRow(page, 'Look');
  await expect(page.getByRole('spinbutton', { name: 'Minutes' })).toHaveValue('4');
  await page.keyboard.press('Control+s');
  await expect(page.getByText('Enter a title.')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Title' })).toBeFocused();
  await page.keyboard.type('Call for help');
  await save(page);
});
