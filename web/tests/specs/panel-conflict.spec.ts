import {
  changeByColleague,
  newDraft,
  openAsAuthor,
  openCourseDetails,
  openRow,
  save,
  savedCourse,
  savedText,
  writeMarkdown,
} from '../support/authoring.ts';
import { check } from '../support/axe.ts';
import { expect, test } from '../support/test.ts';

test('both versions are seen, and a person chooses field by field and lesson by lesson', async ({ page }) => {
  const draft = await newDraft();
  await writeMarkdown(page);
  const [first, second] = draft.parts[0]?.modules[0]?.lessons ?? [];
  await openAsAuthor(page, `/courses/${draft.course_id}`);
  await openCourseDetails(page);
  await page.getByRole('textbox', { name: 'Summary' }).fill('My summary');
  await page.getByRole('textbox', { name: 'Title' }).fill(`${draft.title} mine`);
  await openRow(page, 'Look');
  const text = page.getByRole('textbox', { name: 'Lesson text' });
  await expect(text).toHaveValue(/First line/);
  await text.fill('# Look\n\nFirst line.\n\nMy line.');
  await openRow(page, 'Call');
  await page.getByRole('spinbutton', { name: 'Minutes' }).fill('9');

  const parts = draft.parts.map(part => ({
    ...part,
    modules: part.modules.map(module => ({
      ...module,
      lessons: module.lessons.map(({ id, title, minutes }) =>
        id === first?.id
          ? { id, title, minutes, markdown: '# Look\n\nFirst line.\n\nTheir line.' }
          : { id, title, minutes },
      ),
    })),
  }));
  await changeByColleague(draft.course_id, { title: `${draft.title} theirs`, summary: 'Their summary', parts });

  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Someone else changed the same content' })).toBeFocused();
  const title = page.getByRole('group', { name: 'Course title' });
  await expect(title).toContainText('theirs');
  await expect(title).toContainText('mine');
  await title.getByRole('radio', { name: 'Theirs' }).check();
  const words = page.getByRole('group', { name: 'Text of “Look”' });
  await expect(words.getByText('Their line.')).toBeVisible();
  await expect(words.getByText('My line.')).toBeVisible();
  await words.getByRole('radio', { name: 'Mine' }).check();
  await page.getByRole('group', { name: 'Summary' }).getByRole('radio', { name: 'Theirs' }).check();
  await page.getByRole('button', { name: 'Save choice' }).click();
  await expect(page.getByText('All changes saved')).toBeVisible();

  const saved = await savedCourse(draft.course_id);
  expect(saved).toMatchObject({ title: `${draft.title} theirs`, summary: 'Their summary' });
  expect(saved.parts[0]?.modules[0]?.lessons[1]).toMatchObject({ id: second?.id, minutes: 9 });
  expect(await savedText(draft.course_id, first?.id ?? '')).toContain('My line.');
});

test('one goes back to editing without losing anything', async ({ page }) => {
  const draft = await newDraft();
  await openAsAuthor(page, `/courses/${draft.course_id}`);
  await openCourseDetails(page);
  await page.getByRole('textbox', { name: 'Summary' }).fill('Mine');
  await changeByColleague(draft.course_id, { summary: 'Theirs' });
  await page.keyboard.press('Control+s');
  await page.getByRole('button', { name: 'Back to editing' }).click();
  await expect(page.getByRole('textbox', { name: 'Summary' })).toHaveValue('Mine');
  expect((await savedCourse(draft.course_id)).summary).toBe('Theirs');
});

test('changes in different places come together by themselves', async ({ page }) => {
  const draft = await newDraft();
  await openAsAuthor(page, `/courses/${draft.course_id}`);
  await openRow(page, 'Look');
  await page.getByRole('textbox', { name: 'Title' }).fill('Look around');
  await changeByColleague(draft.course_id, { summary: 'Theirs' });
  await save(page);
  await expect(page.getByText('Their changes and yours have been merged')).toBeVisible();
  const saved = await savedCourse(draft.course_id);
  expect(saved.summary).toBe('Theirs');
  expect(saved.parts[0]?.modules[0]?.lessons[0]?.title).toBe('Look around');
});

test('what was kept on the device meets what others have saved since', async ({ page }) => {
  const draft = await newDraft();
  await openAsAuthor(page, `/courses/${draft.course_id}`);
  await openCourseDetails(page);
  await page.getByRole('textbox', { name: 'Summary' }).fill('Mine');
  await expect(page.getByText('Unsaved changes, kept on this device')).toBeVisible();
  await page.goto('/admin/courses');
  await changeByColleague(draft.course_id, { summary: 'Theirs' });
  await page.goto(`/admin/courses/${draft.course_id}`);
  await openCourseDetails(page);
  await expect(page.getByRole('textbox', { name: 'Summary' })).toHaveValue('Mine');
  await page.getByRole('button', { name: 'Merge changes' }).click();
  await page.getByRole('group', { name: 'Summary' }).getByRole('radio', { name: 'Mine' }).check();
  await page.getByRole('button', { name: 'Save choice' }).click();
  await expect(page.getByText('All changes saved')).toBeVisible();
  expect((await savedCourse(draft.course_id)).summary).toBe('Mine');
});

test('of what two authors say about a course a person chooses', async ({ page }) => {
  const draft = await newDraft();
  await changeByColleague(draft.course_id, { about: { tags: ['aid'], level: 'beginner' } });
  await openAsAuthor(page, `/courses/${draft.course_id}`);
  await openCourseDetails(page);
  await page.getByLabel('Level').selectOption({ label: 'Advanced' });
  await page.getByRole('textbox', { name: 'Add a topic' }).fill('mine');
  await page.getByRole('textbox', { name: 'Add a topic' }).press('Enter');
  await page.getByRole('textbox', { name: 'Audience' }).fill('Everyone');
  const about = { tags: ['aid', 'theirs'], level: 'intermediate', skills: ['Bandaging'] };
  await changeByColleague(draft.course_id, { about, unlock: 'in_order' });

  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Someone else changed the same content' })).toBeFocused();
  const level = page.getByRole('group', { name: 'Level' });
  await expect(level).toContainText('Advanced');
  await level.getByRole('radio', { name: 'Theirs' }).check();
  const tags = page.getByRole('group', { name: 'Topics' });
  await expect(tags.locator('mark')).toHaveText([/theirs/, /mine/]);
  await tags.getByRole('radio', { name: 'Mine' }).check();
  await expect(page.getByRole('main').getByRole('group')).toHaveCount(2);
  await check(page, 'a conflict about a course');
  await page.getByRole('button', { name: 'Save choice' }).click();
  await expect(page.getByText('All changes saved')).toBeVisible();
  expect(await savedCourse(draft.course_id)).toMatchObject({
    about: { tags: ['aid', 'mine'], level: 'intermediate', skills: ['Bandaging'], audience: 'Everyone' },
    unlock: 'in_order',
  });
});
