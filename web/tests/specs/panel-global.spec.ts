import type { Browser, Page } from '@playwright/test';
import { stackUrl } from '../support/api.ts';
import { openCourseDetails, save, uniqueTitle } from '../support/authoring.ts';
import { check, settle } from '../support/axe.ts';
import { globalCourse, platformCourse, revise, subscribe } from '../support/global.ts';
import { openAsAdministrator, openPanel, operator } from '../support/panel.ts';
import { newMember, signIn } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });
test.setTimeout(120_000);

/** Somebody of another workspace at a browser of their own. */
async function another(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ baseURL: stackUrl(), locale: 'en-GB', reducedMotion: 'reduce' });
  return context.newPage();
}

test('operators offer a course, a workspace looks at it first, and a learner takes it', async ({ page, browser }) => {
  const course = await platformCourse();
  await openPanel(page, operator(), `platform/courses?q=${encodeURIComponent(course.title)}`);
  const row = page.getByRole('row').filter({ hasText: course.title });
  await expect(row).toContainText('Not offered');
  await row.getByRole('button', { name: `Offer “${course.title}” to all workspaces` }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Validated by').fill('National fire board');
  await dialog.getByLabel('Note on the validation (optional)').fill('Reviewed for 2027');
  await check(page, 'offering');
  await dialog.getByRole('button', { name: 'Offer version 1' }).click();
  await expect(row.getByText('Offered', { exact: true })).toBeVisible();
  await expect(row.getByRole('button', { name: /^Offer/ })).toHaveCount(0);
  await settle(page);
  await check(page, 'offers');

  const admin = await another(browser);
  await openAsAdministrator(admin, 'global-courses');
  await admin.getByLabel('Search').fill(course.title);
  // Where it is the only one, the list looks the same before it is searched.
  await expect(admin).toHaveURL(/[?&]q=/);
  await expect(admin.getByRole('row')).toHaveCount(2);
  await settle(admin);
  await check(admin, 'global catalogue');
  await admin.getByRole('link', { name: course.title }).click();
  await expect(admin.getByText('National fire board')).toBeVisible();
  await expect(admin.getByRole('region', { name: 'Details' })).toContainText('TopicsSafety');
  await expect(admin.getByRole('region', { name: 'Outline' }).getByRole('listitem')).toHaveText([
    /Where the exits are/,
    /How to call for help/,
  ]);
  await settle(admin);
  await check(admin, 'a global course');
  await admin.getByRole('button', { name: 'Subscribe hidden' }).click();
  await expect(admin.getByText('From the global catalogue, validated by National fire board')).toBeVisible();
  await openCourseDetails(admin);
  await expect(admin.getByRole('textbox', { name: 'Title' })).toHaveAttribute('readonly');
  await expect(admin.getByRole('toolbar')).toHaveCount(0);
  await expect(admin.getByRole('spinbutton', { name: 'Completion requirement (%)' })).toHaveAttribute('readonly');
  await expect(admin.getByRole('button', { name: /\(Translation of\)/ })).toHaveCount(0);
  await admin.getByRole('button', { name: 'Choose (Course owner)' }).click();
  await admin.getByRole('searchbox', { name: 'Course owner' }).fill('Ada Admin');
  await admin.getByRole('list', { name: 'People found' }).getByRole('button').first().click();
  await admin.getByLabel('Note for learners').fill('Ask Ravi in hall 3 if you have questions.');
  await settle(admin);
  await check(admin, 'a global course in the editor');
  await save(admin);
  await admin.getByRole('button', { name: 'Show to learners…' }).click();
  await admin.getByRole('dialog').getByRole('button', { name: 'Show course' }).click();
  await expect(admin.getByText(`Learners now find “${course.title}”`)).toBeVisible();

  const learner = await another(browser);
  await signIn(learner, (await newMember()).email, `/courses/${course.id}`);
  await expect(learner.getByText('From the global catalogue, validated by National fire board')).toBeVisible();
  await expect(learner.getByRole('region', { name: 'Note from your organisation' })).toContainText(
    'Ask Ravi in hall 3',
  );
  await expect(learner.getByText('Course owner: Ada Admin')).toBeVisible();
  await settle(learner);
  await check(learner, 'a global course in the portal');
  await learner.getByRole('button', { name: 'Start course' }).click();
  await expect(learner.getByRole('heading', { level: 1, name: 'Where the exits are' })).toBeVisible();

  await admin.getByRole('button', { name: 'Hide from learners…' }).click();
  await admin.getByRole('button', { name: 'Hide course' }).click();
  await admin.getByRole('button', { name: 'Unsubscribe…' }).click();
  await admin.getByRole('dialog').getByRole('button', { name: 'Unsubscribe' }).click();
  await expect(admin.getByText(`Unsubscribed from “${course.title}”`)).toBeVisible();
  await learner.context().close();
  await admin.context().close();
});

test('a newer version can be offered, and what is withdrawn shows as such', async ({ page, browser }) => {
  const course = await globalCourse();
  await subscribe(course);
  await revise(course, 'The chapter on lifts is new.');
  await openPanel(page, operator(), `platform/courses?q=${encodeURIComponent(course.title)}`);
  const row = page.getByRole('row').filter({ hasText: course.title });
  await expect(row).toContainText('Version 2 can be offered');
  await row.getByRole('button', { name: /^Offer/ }).click();
  await expect(page.getByLabel('Validated by'), 'who has done it before').toHaveValue('National fire board');
  await page.getByRole('button', { name: 'Offer version 2' }).click();
  await expect(row).toContainText('Version 2National fire board');

  const admin = await another(browser);
  await openAsAdministrator(admin, `global-courses/${course.id}`);
  await expect(admin.getByRole('region', { name: 'What’s new in this version' })).toContainText('lifts');
  await expect(admin.getByText('Subscribed', { exact: true })).toBeVisible();

  await row.getByRole('button', { name: `Withdraw “${course.title}” from the global catalogue` }).click();
  await expect(page.getByRole('dialog')).toContainText('learning paths skip it');
  await check(page, 'withdrawing');
  await page.getByRole('button', { name: 'Withdraw course' }).click();
  await expect(row.getByText('Withdrawn', { exact: true })).toBeVisible();
  await expect(row.getByRole('button', { name: /^Offer/ })).toHaveText('Offer again…');
  await expect(async () => {
    await admin.goto(`/admin/courses/${course.id}`);
    await expect(admin.getByText('This course was withdrawn from the global catalogue.')).toBeVisible({
      timeout: 2_000,
    });
  }).toPass();
  await settle(admin);
  await check(admin, 'a withdrawn course in the editor');
  await admin.getByRole('link', { name: 'View in the global catalogue' }).click();
  await expect(admin.getByText('This course was withdrawn. Nobody new')).toBeVisible();
  await expect(admin.getByRole('link', { name: 'Open course' })).toBeVisible();
  await admin.context().close();
});

test('a collection is put together, and a workspace subscribes to all of it', async ({ page, browser }) => {
  const [first, second] = [await globalCourse('Ladders'), await globalCourse('Lifting')];
  await openPanel(page, operator(), 'platform/collections');
  await page.getByRole('button', { name: 'Create collection' }).first().click();
  const title = uniqueTitle('Safety at work');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Title').fill(title);
  await dialog.getByRole('button', { name: 'Create collection' }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  for (const course of [first, second]) {
    await page.getByLabel('Add an offered course').fill(course.title);
    await page.getByRole('button', { name: new RegExp(`^${course.title}`) }).click();
  }
  await page.getByRole('button', { name: `Remove “${second.title}”` }).click();
  await expect(page.getByRole('button', { name: `Remove “${first.title}”` })).toBeFocused();
  await settle(page);
  await check(page, 'a collection of operators');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByText('Changes saved')).toBeVisible();

  const admin = await another(browser);
  await openAsAdministrator(admin, 'global-courses');
  await admin.getByRole('link', { name: 'Collections' }).click();
  await settle(admin);
  await check(admin, 'collections');
  await admin.getByRole('link', { name: title }).click();
  await admin.getByRole('button', { name: 'Subscribe', exact: true }).click();
  const courses = admin.getByRole('region', { name: 'Courses' }).getByRole('listitem');
  await expect(courses).toHaveText([`${first.title}Subscribed`]);
  await settle(admin);
  await check(admin, 'a collection');
  await admin.getByRole('button', { name: 'Unsubscribe…' }).click();
  await admin.getByRole('button', { name: 'Unsubscribe', exact: true }).click();
  await expect(admin.getByRole('button', { name: 'Subscribe', exact: true })).toBeVisible();
  await expect(courses, 'what came with it stays').toHaveText([`${first.title}Subscribed`]);
  await admin.context().close();

  await page.getByRole('button', { name: 'Delete collection' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete collection' }).click();
  await expect(page.getByText(`“${title}” deleted`)).toBeVisible();
});
