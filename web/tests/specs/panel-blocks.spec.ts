import { changeByColleague, rewrite, savedCourse, savedText } from '../support/authoring.ts';
import { check } from '../support/axe.ts';
import { field, insert, leave, lesson, openLesson, saved } from '../support/blocks.ts';
import { expect, test } from '../support/test.ts';

const IMPORTED = `Setext title
============
text right after it,
over _two_ lines with a [link][there] and <kbd>Ctrl</kbd>


* star
* list

1) one
1) two

<details>

Notes & *more*.

</details>

Term
: what it means

[there]: https://example.org/a "T"
`;

test('the menu is filtered, and closed without a loss', async ({ page }) => {
  await openLesson(page, '');
  await field(page).focus();
  await page.keyboard.type('/zzz');
  await expect(page.getByText('No matching blocks')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(field(page)).toHaveText('/zzz');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.keyboard.type('/');
  await expect(page.getByRole('option', { name: 'Text', exact: true })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('option', { name: 'Markdown source' })).toHaveAttribute('aria-selected', 'true');
  await check(page, 'the menu of blocks');
});

test('callouts, accordions and columns look to learners as in the preview', async ({ page }) => {
  const draft = await openLesson(page, '');
  await field(page).focus();
  await insert(page, 'warn');
  await page.keyboard.type('Stop');
  await page.keyboard.press('Enter');
  await page.keyboard.type('It is hot.');
  await page.getByLabel('Type of callout').selectOption('caution');
  await leave(page);
  await insert(page, 'accord');
  await page.keyboard.type('Why?');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Physics.');
  await leave(page);
  await insert(page, 'columns');
  await page.keyboard.type('Left');
  await check(page, 'blocks');
  await saved(page);
  expect(await savedText(draft.course_id, lesson(draft))).toBe(
    [
      ':::caution[Stop]\nIt is hot.\n:::',
      ':::details[Why?]\nPhysics.\n:::',
      '::::columns\n:::column\nLeft\n:::\n\n:::column\n:::\n::::',
    ].join('\n\n'),
  );

  await page.getByRole('tab', { name: 'Preview' }).click();
  const article = page.getByRole('article', { name: 'Preview' });
  await expect(article.locator('.callout-caution')).toContainText('Stop');
  await expect(article.getByText('Physics.')).toBeHidden();
  await article.getByText('Why?').click();
  await expect(article.getByText('Physics.')).toBeVisible();
  await page.getByRole('radio', { name: 'Phone' }).click();
  await expect.poll(async () => (await article.boundingBox())?.width).toBeLessThanOrEqual(390);
  await check(page, 'a preview');
});

test('an imported page stays as it is, and a change touches one block of it', async ({ page }) => {
  const draft = await openLesson(page, IMPORTED);
  await expect(field(page).getByRole('heading', { name: 'Setext title' })).toBeVisible();
  await page.getByRole('tab', { name: 'Markdown' }).click();
  await expect(field(page)).toHaveValue(IMPORTED);
  await page.getByRole('tab', { name: 'Blocks' }).click();
  await field(page).getByText('star').click();
  await page.keyboard.press('End');
  await page.keyboard.type('s');
  await saved(page);
  expect(await savedText(draft.course_id, lesson(draft))).toBe(IMPORTED.replace('star', 'stars'));
  await page.keyboard.press('Control+z');
  await saved(page);
  expect(await savedText(draft.course_id, lesson(draft))).toBe(IMPORTED);
});

test('what two write at once is never saved over one another', async ({ page }) => {
  const draft = await openLesson(page, 'Mine.');
  await rewrite(draft.course_id, { Look: 'Theirs.' });
  await field(page).getByText('Mine.').click();
  await page.keyboard.press('End');
  await page.keyboard.type(' More.');
  await expect(page.getByText('Not saved: someone else changed the same text')).toBeVisible();
  await expect(field(page)).toBeFocused();
  await expect(field(page)).toHaveText('Mine. More.');
  expect(await savedText(draft.course_id, lesson(draft))).toBe('Theirs.');
  await page.getByRole('button', { name: 'Merge changes' }).click();
  const words = page.getByRole('group', { name: 'Text of “Look”' });
  await expect(words.getByText('Theirs.')).toBeVisible();
  await words.getByRole('radio', { name: 'Mine' }).check();
  await page.getByRole('button', { name: 'Save choice' }).click();
  await saved(page);
  expect(await savedText(draft.course_id, lesson(draft))).toBe('Mine. More.');

  await changeByColleague(draft.course_id, { summary: 'Theirs' });
  await field(page).getByText('Mine. More.').click();
  await page.keyboard.press('End');
  await page.keyboard.type(' And more.');
  await expect(page.getByText('Their changes and yours have been merged')).toBeVisible();
  await saved(page);
  expect(await savedText(draft.course_id, lesson(draft))).toBe('Mine. More. And more.');
  expect((await savedCourse(draft.course_id)).summary).toBe('Theirs');
});

test('what is written without network is kept, saved later, and an earlier text comes back', async ({
  page,
  context,
}) => {
  const draft = await openLesson(page, 'First.');
  await context.setOffline(true);
  await field(page).getByText('First.').click();
  await page.keyboard.press('End');
  await page.keyboard.type(' Second.');
  await expect(page.getByText('You’re offline. Kept on this device')).toBeVisible();
  await context.setOffline(false);
  await saved(page);
  expect(await savedText(draft.course_id, lesson(draft))).toBe('First. Second.');

  await page.getByRole('button', { name: 'Earlier texts' }).click();
  const dialog = page.getByRole('dialog', { name: 'Earlier texts of “Look”' });
  await expect(dialog.getByRole('region', { name: 'Before you began writing' })).toContainText('First.');
  await check(page, 'earlier texts');
  await dialog.getByRole('button', { name: 'Restore this text' }).click();
  await expect(field(page)).toHaveText('First.');
  await saved(page);
  expect(await savedText(draft.course_id, lesson(draft))).toBe('First.');
});

test('a picture that cannot be stored is not lost in silence', async ({ page }) => {
  await openLesson(page, 'Look here.');
  await field(page).evaluate(element => {
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File(['x'], 'x.png', { type: 'image/png' }));
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  // It says that it is a picture, and is none.
  await expect(page.getByRole('alert')).toContainText('This is a text, not a picture');
  await expect(field(page)).toHaveText('Look here.');
});
