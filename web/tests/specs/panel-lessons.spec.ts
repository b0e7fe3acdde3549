import type { Page } from '@playwright/test';
import { call } from '../support/api.ts';
import {
  changeByColleague,
  newDraft,
  openAsAuthor,
  openCourseDetails,
  openRow,
  rowsOf,
  save,
  savedCourse,
  showOutline,
  uniqueTitle,
} from '../support/authoring.ts';
import { check } from '../support/axe.ts';
import { expect, test } from '../support/test.ts';

interface Content {
  kind: string;
  address?: string;
  items?: { id: string; text: string }[];
}

const token = () => process.env.TRELLIS_TEST_AUTHOR ?? '';

async function savedContent(courseId: string, lessonId: string): Promise<Content> {
  const path = `/v1/catalog/courses/${courseId}/lessons/${lessonId}`;
  return (await call<{ content: Content }>(path, { token: token() })).content;
}

async function addLesson(page: Page, kind: string, title: string): Promise<void> {
  await showOutline(page);
  await page.getByRole('button', { name: 'Add lesson' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add lesson' });
  await dialog.getByRole('radio', { name: kind }).check();
  await dialog.getByRole('button', { name: 'Add lesson' }).click();
  await expect(page.getByRole('textbox', { name: 'Title' })).toBeFocused();
  await page.getByRole('textbox', { name: 'Title' }).fill(title);
}

function line(page: Page, number: number) {
  return page.getByRole('textbox', { name: `Checklist items: line ${number}` });
}

test('a link and a checklist are written, and their items keep their ids', async ({ page }) => {
  const draft = await newDraft();
  await openAsAuthor(page, `/courses/${draft.course_id}`);
  await openRow(page, 'Breathe');
  await addLesson(page, 'Link', 'Video');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const address = page.getByRole('textbox', { name: 'Link address' });
  await expect(address).toBeFocused();
  await expect(page.getByText('Enter the full address of a web page')).toBeVisible();
  await page.mouse.move(0, 0);
  await check(page, 'a link without an address');
  await address.fill('Bücher.example/first aid');
  await address.blur();
  await expect(address).toHaveValue('https://xn--bcher-kva.example/first%20aid');
  await page.getByRole('tab', { name: 'Preview' }).click();
  const link = page.getByRole('link', { name: /Open xn--bcher-kva.example/ });
  await expect(link).toHaveAttribute('href', 'https://xn--bcher-kva.example/first%20aid');

  await addLesson(page, 'Checklist', 'Kit');
  await line(page, 1).fill('Gloves');
  await line(page, 1).press('Enter');
  await expect(line(page, 2)).toBeFocused();
  await page.keyboard.type('Helmet');
  await page.keyboard.press('Alt+ArrowUp');
  await expect(line(page, 1)).toBeFocused();
  await expect(line(page, 1)).toHaveValue('Helmet');
  await page.getByRole('button', { name: 'Add item' }).click();
  await expect(line(page, 3)).toBeFocused();
  await page.keyboard.type('Mask');
  await check(page, 'a checklist');
  await save(page);
  const outline = (await savedCourse(draft.course_id)).parts[0]?.modules[1]?.lessons ?? [];
  expect(outline.map(lesson => lesson.title)).toEqual(['Press', 'Breathe', 'Video', 'Kit']);
  const [video, kit] = outline.slice(2).map(lesson => lesson.id);
  expect(await savedContent(draft.course_id, video ?? '')).toEqual({
    kind: 'link',
    address: 'https://xn--bcher-kva.example/first%20aid',
  });
  const { items: before = [] } = await savedContent(draft.course_id, kit ?? '');
  expect(before.map(item => item.text)).toEqual(['Helmet', 'Gloves', 'Mask']);

  await page.getByRole('button', { name: 'Delete line 2' }).click();
  await expect(line(page, 2)).toBeFocused();
  await line(page, 1).fill('Hard hat');
  await page.getByRole('button', { name: 'Move line 1 down' }).click();
  await expect(page.getByRole('button', { name: 'Move line 2 down' })).toBeFocused();
  await page.getByRole('tab', { name: 'Preview' }).click();
  await expect(page.getByRole('tabpanel').getByRole('checkbox')).toHaveCount(2);
  await save(page);
  const { items: after = [] } = await savedContent(draft.course_id, kit ?? '');
  expect(after).toEqual([
    { id: before[2]?.id, text: 'Mask' },
    { id: before[0]?.id, text: 'Hard hat' },
  ]);
});

test('a list that is pasted becomes items', async ({ page }) => {
  const draft = await newDraft();
  await openAsAuthor(page, `/courses/${draft.course_id}`);
  await openRow(page, 'Breathe');
  await addLesson(page, 'Checklist', 'Kit');
  await line(page, 1).evaluate(field => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', '1. Gloves\n2. Helmet\n\n- Mask');
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  await expect(line(page, 3)).toBeFocused();
  await expect(line(page, 1)).toHaveValue('Gloves');
  await expect(line(page, 3)).toHaveValue('Mask');
});

test('lessons are optional, open after others, and stay so', async ({ page }) => {
  const draft = await newDraft();
  await openAsAuthor(page, `/courses/${draft.course_id}`);
  await openRow(page, 'Press');
  await page.getByRole('checkbox', { name: 'Optional' }).check();
  await page.getByLabel('Opens after').selectOption({ label: 'Look' });
  await openRow(page, 'Breathe');
  await page.getByRole('textbox', { name: 'Title' }).fill('Breathe out');
  await save(page);
  await showOutline(page);
  expect(await rowsOf(page)).toContain('Press, Optional, opens after “Look”');
  await check(page, 'an outline with an optional lesson that waits');
  const [look] = draft.parts[0]?.modules[0]?.lessons ?? [];
  const lessons = async () =>
    (await savedCourse(draft.course_id)).parts.flatMap(part => part.modules[1]?.lessons ?? []);
  expect((await lessons())[0]).toMatchObject({ title: 'Press', optional: true, after: look?.id });
  expect((await lessons())[1]?.title).toBe('Breathe out');

  // Before the lesson for which it waits, it waits no longer, and says so.
  await page
    .getByRole('treegrid')
    .getByRole('row', { name: /^Press/ })
    .focus();
  for (const expected of [
    ['Call', 'Press'],
    ['Press', 'Call'],
    ['Press', 'Look'],
  ]) {
    await page.keyboard.press('Alt+ArrowUp');
    await expect
      .poll(async () => (await rowsOf(page)).map(row => row.split(',')[0]).filter(row => expected.includes(row ?? '')))
      .toEqual(expected);
    await expect(page.getByRole('treegrid').getByRole('row', { name: /^Press/ })).toBeFocused();
  }
  await expect(page.getByText('“Press” no longer opens after “Look”')).toBeVisible();
  await openRow(page, 'Press, Optional');
  await expect(page.getByLabel('Opens after')).toHaveValue('');
  await expect(page.getByText('“Look” no longer comes before this lesson')).toBeVisible();
  await save(page);
  const moved = (await savedCourse(draft.course_id)).parts[0]?.modules[0]?.lessons[0];
  expect(moved).toMatchObject({ title: 'Press', optional: true });
  expect(moved).not.toHaveProperty('after');
});

test('not every lesson can be optional', async ({ page }) => {
  const draft = await newDraft();
  await openAsAuthor(page, `/courses/${draft.course_id}`);
  for (const title of ['Look', 'Call', 'Press', 'Breathe']) {
    await openRow(page, title);
    await page.getByRole('checkbox', { name: 'Optional' }).check();
  }
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('checkbox', { name: 'Optional' })).toBeFocused();
  await expect(page.getByText('At least one lesson has to be required')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Optional' }).uncheck();
  await save(page);
});

test('a course says whom it is for, and lessons open one after the other', async ({ page }) => {
  const draft = await newDraft();
  await openAsAuthor(page, `/courses/${draft.course_id}`);
  await openCourseDetails(page);
  const tags = page.getByRole('group', { name: 'Topics' });
  const tag = tags.getByRole('textbox', { name: 'Add a topic' });
  await tag.fill('rescue');
  await tag.press('Enter');
  await tag.fill('first aid, Rescue');
  await tag.press('Enter');
  await expect(tags.getByRole('list', { name: 'Topics' }).getByRole('listitem')).toHaveText(['first aid', 'rescue']);
  await tags.getByRole('button', { name: 'Remove “first aid”' }).press('Enter');
  await expect(tags.getByRole('button', { name: 'Remove “rescue”' })).toBeFocused();
  const skills = page.getByRole('group', { name: 'Skills' });
  await skills.getByRole('textbox').fill('Bandaging');
  await skills.getByRole('textbox').press('Tab');
  await expect(skills.getByRole('button', { name: 'Add', exact: true })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.getByLabel('Level').selectOption({ label: 'Beginner' });
  await expect(skills.getByRole('list', { name: 'Skills' }).getByRole('listitem')).toHaveText(['Bandaging']);
  await page.getByLabel('Language').selectOption({ label: 'British English' });
  await page.getByRole('textbox', { name: 'Audience' }).fill('Everyone on site');
  await page.getByRole('button', { name: 'Add outcome' }).click();
  await page.keyboard.type('Recognise an emergency');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Call for help');
  await page.getByRole('radio', { name: 'One after the other' }).check();
  // The bar that stays in view would cover half of a button.
  await check(page, 'about a course');
  await save(page);
  expect(await savedCourse(draft.course_id)).toMatchObject({
    about: {
      tags: ['rescue'],
      skills: ['Bandaging'],
      level: 'beginner',
      audience: 'Everyone on site',
      outcomes: ['Recognise an emergency', 'Call for help'],
    },
    language: 'en-GB',
    unlock: 'in_order',
  });
  await page.getByLabel('Language').selectOption({ label: 'Not specified' });
  await page.getByLabel('Level').selectOption({ label: 'Not specified' });
  await save(page);
  const saved: object = await savedCourse(draft.course_id);
  expect(saved).not.toHaveProperty('language');
  expect(saved).not.toHaveProperty('about.level');
  expect(saved).toHaveProperty('about.audience');
});

test('courses come before others, but never in a circle', async ({ page }) => {
  const [first, second] = [await newDraft(), await newDraft()];
  await changeByColleague(second.course_id, { prerequisites: [first.course_id] });
  const title = uniqueTitle('Ladders');
  const body = { title };
  const third = await call<{ course_id: string }>('/v1/admin/courses', { method: 'POST', token: token(), body });
  await openAsAuthor(page, `/courses/${first.course_id}`);
  await openCourseDetails(page);
  const before = page.getByRole('group', { name: 'Prerequisites' });
  const choose = async (words: string) => {
    await before.getByRole('searchbox').fill(words);
    await before.getByRole('list', { name: 'Courses found' }).getByRole('button', { name: words }).click();
  };
  await choose(title);
  await expect(before.getByRole('searchbox')).toBeFocused();
  await choose(second.title);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(before.getByRole('alert')).toContainText(`“${second.title}” needs this one`);
  await expect(before.getByRole('button', { name: `Remove “${title}”` })).toBeFocused();
  await page.mouse.move(0, 0);
  await check(page, 'prerequisites in a circle');
  await before.getByRole('button', { name: `Remove “${second.title}”` }).click();
  await expect(before.getByRole('alert')).toHaveCount(0);
  await save(page);
  expect(await savedCourse(first.course_id)).toMatchObject({
    prerequisites: [{ course_id: third.course_id, title, is_completed: false }],
  });
});

test('what the API refuses of a lesson is shown at its field', async ({ page }) => {
  const draft = await newDraft();
  await openAsAuthor(page, `/courses/${draft.course_id}`);
  await openRow(page, 'Breathe');
  await addLesson(page, 'Link', 'Video');
  await page.getByRole('textbox', { name: 'Link address' }).fill('https://a.example/');
  await openRow(page, 'Look');
  const field = 'parts[0].modules[1].lessons[2].content.address';
  await page.route(`**/v1/admin/courses/${draft.course_id}`, route =>
    route.fulfill({
      status: 422,
      contentType: 'application/problem+json',
      json: {
        type: '/problems/invalid',
        title: 'Invalid',
        status: 422,
        detail: 'Invalid',
        request_id: 'x',
        errors: [{ field, detail: 'This page is blocked.' }],
      },
    }),
  );
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const address = page.getByRole('textbox', { name: 'Link address' });
  await expect(address).toBeFocused();
  await expect(address).toHaveAccessibleDescription('This page is blocked.');
  await address.fill('https://b.example/');
  await expect(address).not.toHaveAccessibleDescription('This page is blocked.');
});
