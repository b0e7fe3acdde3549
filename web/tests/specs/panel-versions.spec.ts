import { refuse } from '../support/answers.ts';
import { call } from '../support/api.ts';
import {
  learnerToken,
  newDraft,
  openAsAuthor,
  openCourseDetails,
  openRow,
  rewrite,
  save,
} from '../support/authoring.ts';
import { check, settle } from '../support/axe.ts';
import { publish } from '../support/courses.ts';
import { expect, test } from '../support/test.ts';

interface LessonText {
  html: string;
}

test('an edit waits for the next version', async ({ page }) => {
  test.setTimeout(120_000);
  const draft = await newDraft();
  const lesson = draft.parts[0]?.modules[0]?.lessons[1]?.id;
  const lessonPath = `/v1/catalog/courses/${draft.course_id}/lessons/${lesson}`;
  await openAsAuthor(page, `/courses/${draft.course_id}`);
  await expect(page.getByText('Draft, never published')).toBeVisible();
  await page.getByRole('button', { name: 'Publish…', exact: true }).click();
  const dialog = page.getByRole('dialog').filter({ visible: true });
  await expect(dialog.getByRole('textbox')).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Publish course' }).click();
  await expect(page.getByText('Version 1 · no unpublished changes')).toBeVisible();

  const token = await learnerToken();
  await call(`/v1/me/enrolments/${draft.course_id}`, { method: 'PUT', token });
  await openRow(page, 'Call');
  await page.getByRole('tab', { name: 'Markdown' }).click();
  await page.getByRole('textbox', { name: 'Lesson text' }).fill('# Call\n\nFirst line.\n\nSay where you are.');
  await expect(page.getByText('Version 1 · unpublished changes')).toBeVisible();
  await save(page);
  await expect(page.getByText('Version 1 · unpublished changes')).toBeVisible();
  expect((await call<LessonText>(lessonPath, { token })).html).toContain('Last line.');

  await page.getByRole('link', { name: 'Review changes' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Changes' })).toBeVisible();
  const changed = page.getByRole('region', { name: '1 changed lesson' });
  await changed.getByRole('button', { name: 'Call, changes in the text' }).focus();
  await page.keyboard.press('Enter');
  const lines = changed.getByRole('list').last().getByRole('listitem');
  await expect(lines.filter({ hasText: 'Deleted:' })).toContainText(['Last line.']);
  await expect(lines.filter({ hasText: 'Added:' })).toContainText(['Say where you are.']);
  await expect(lines.filter({ hasText: 'First line.' })).toHaveCount(1);
  await settle(page);
  await check(page, 'difference of a lesson');

  await page.getByRole('link', { name: draft.title }).click();
  await page.getByRole('button', { name: 'Publish…', exact: true }).click();
  await expect(dialog).toContainText('Learners who have already started keep their version');
  await dialog.getByRole('textbox', { name: 'What’s new (optional)' }).fill('Where to say you are.');
  await check(page, 'publish a version');
  await dialog.getByRole('button', { name: 'Publish version 2' }).click();
  await expect(page.getByText('Version 2 · no unpublished changes')).toBeVisible();
  expect((await call<LessonText>(lessonPath, { token })).html).toContain('Last line.');
  expect((await call<LessonText>(lessonPath, { token: await learnerToken() })).html).toContain('Say where you are.');
  expect(await call(`/v1/me/enrolments/${draft.course_id}`, { token })).toMatchObject({ version: 1, newer_version: 2 });

  await page.getByRole('link', { name: 'Version history' }).click();
  const rows = page.getByRole('row');
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(1)).toContainText('Version 2Newest');
  await expect(rows.nth(1)).toContainText('Where to say you are.');
  await expect(rows.nth(2)).toContainText('Version 1');
  await expect(rows.nth(2).getByRole('link', { name: /^Preview/ })).toHaveAttribute(
    'href',
    `/courses/${draft.course_id}?version=1`,
  );
  await rows.nth(1).getByRole('link', { name: 'Changes since version 1' }).click();
  await expect(page.getByText('Version 1 → Version 2')).toBeVisible();
  await expect(page.getByRole('region', { name: '1 changed lesson' })).toContainText('Before · content');
});

test('any two versions are compared', async ({ page }) => {
  const draft = await newDraft();
  await publish(draft.course_id, draft.title);
  await rewrite(draft.course_id, { Look: 'Look twice.' });
  await publish(draft.course_id, draft.title);
  await openAsAuthor(page, `/courses/${draft.course_id}/versions`);
  await page.getByLabel('Before').selectOption('Version 1');
  await page.getByRole('link', { name: 'Show changes' }).click();
  await expect(page).toHaveURL(/from=1&to=draft$/);
  await expect(page.getByRole('button', { name: 'Look, changes in the text' })).toBeVisible();
  await page.getByLabel('Before').selectOption('Version 2');
  await expect(page.getByRole('heading', { name: 'No changes' })).toBeVisible();
  await settle(page);
  await check(page, 'no difference');
});

test('a course that was never published has no history', async ({ page }) => {
  const draft = await newDraft();
  await openAsAuthor(page, `/courses/${draft.course_id}/versions`);
  await expect(page.getByRole('heading', { name: 'Nothing published yet' })).toBeVisible();
  await page.goto(`/admin/courses/${draft.course_id}/difference`);
  await expect(page.getByRole('heading', { name: 'Nothing published yet' })).toBeVisible();
});

test('a second author reviews what is to be published', async ({ page, browser, baseURL, contextOptions }) => {
  test.setTimeout(120_000);
  const draft = await newDraft();
  await openAsAuthor(page, `/courses/${draft.course_id}`);
  await page.getByRole('button', { name: 'Request review…' }).click();
  const dialog = page.getByRole('dialog').filter({ visible: true });
  await dialog.getByRole('textbox', { name: 'Note (optional)' }).fill('Is the order right?');
  await check(page, 'request a review');
  await dialog.getByRole('button', { name: 'Request review' }).click();
  const review = page.getByRole('region', { name: 'Review' });
  await expect(review).toContainText('You’ve requested a review.');
  await expect(review.getByRole('button')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Request review…' })).toHaveCount(0);

  const context = await browser.newContext({ ...contextOptions, baseURL });
  const other = await context.newPage();
  await openAsAuthor(other, `/courses/${draft.course_id}`);
  const asked = other.getByRole('region', { name: 'Review' });
  await expect(asked).toContainText('Review requested by Avery Author');
  await expect(asked).toContainText('Is the order right?');
  await settle(other);
  await check(other, 'a review to give');
  await asked.getByRole('button', { name: 'Return…' }).click();
  const answer = other.getByRole('dialog').filter({ visible: true });
  await answer.getByRole('textbox').fill('Call first.');
  await answer.getByRole('button', { name: 'Return draft' }).click();
  await expect(asked).toContainText('Returned by Avery Author');

  await page.reload();
  await expect(review).toContainText('Returned by Avery Author');
  await expect(review).toContainText('Call first.');
  await page.getByRole('button', { name: 'Request review…' }).click();
  await dialog.getByRole('button', { name: 'Request review' }).click();
  await expect(review).toContainText('You’ve requested a review.');
  await other.reload();
  await asked.getByRole('button', { name: 'Approve…' }).click();
  await answer.getByRole('button', { name: 'Approve draft' }).click();
  await expect(asked).toContainText('Approved by Avery Author');
  await context.close();

  await page.reload();
  await expect(review).toContainText('Approved by Avery Author');
  await openCourseDetails(page);
  await openRow(page, 'Look');
  await page.getByRole('textbox', { name: 'Title' }).fill('Look around');
  await expect(review).toContainText('Saving your changes cancels this review.');
  await save(page);
  await expect(review).toHaveCount(0);
});

test('a workspace that requires a review says so when there is none', async ({ page }) => {
  const draft = await newDraft();
  await openAsAuthor(page, `/courses/${draft.course_id}`);
  await page.route('**/publish', route =>
    refuse(route, 422, 'invalid', 'Another author must approve this draft first.'),
  );
  await page.getByRole('button', { name: 'Publish…', exact: true }).click();
  const dialog = page.getByRole('dialog').filter({ visible: true });
  await dialog.getByRole('button', { name: 'Publish course' }).click();
  await expect(dialog.getByRole('alert')).toHaveText('Another author must approve this draft first.');
});

test('what was wrong is recalled', async ({ page }) => {
  const draft = await newDraft();
  await publish(draft.course_id, draft.title);
  const token = await learnerToken();
  const enrolment = `/v1/me/enrolments/${draft.course_id}`;
  await call(enrolment, { method: 'PUT', token });
  await rewrite(draft.course_id, { Press: 'Press harder.' });
  await openAsAuthor(page, `/courses/${draft.course_id}`);
  await page.getByRole('button', { name: 'Publish…', exact: true }).click();
  const dialog = page.getByRole('dialog').filter({ visible: true });
  const recall = dialog.getByRole('checkbox', { name: 'Recall earlier versions' });
  await expect(recall).toHaveAccessibleDescription(/All learners are moved to version 2 at once and told/);
  await recall.check();
  await expect(dialog).toContainText('All learners get version 2 as soon as you publish.');
  await dialog.getByRole('button', { name: 'Publish version 2' }).click();
  await expect(page.getByText('Version 2 · no unpublished changes')).toBeVisible();
  await expect.poll(() => call(enrolment, { token })).toMatchObject({ version: 2, recalled_from: 1 });
  await page.getByRole('link', { name: 'Version history' }).click();
  await expect(page.getByRole('row').nth(2)).toContainText('Version 1Recalled');
});

test('a course that is offered again is the former version, or the next one', async ({ page }) => {
  const draft = await newDraft();
  await publish(draft.course_id, draft.title);
  await openAsAuthor(page, `/courses/${draft.course_id}`);
  await openCourseDetails(page);
  const dialog = page.getByRole('dialog').filter({ visible: true });
  const availability = page.getByRole('region', { name: 'Availability' });
  await availability.getByRole('button', { name: 'Archive…' }).click();
  await dialog.getByRole('button', { name: 'Archive course' }).click();
  await expect(availability).toContainText('This course is no longer in the catalogue.');
  await rewrite(draft.course_id, { Press: 'Press harder.' });
  await page.reload();
  await page.getByRole('button', { name: 'Publish…', exact: true }).click();
  await expect(dialog.getByRole('radio', { name: 'Version 2' })).toBeChecked();
  await expect(dialog.getByRole('textbox', { name: 'What’s new (optional)' })).toBeVisible();
  await check(page, 'what to publish');
  await dialog.getByRole('radio', { name: 'Version 1' }).check();
  await expect(dialog.getByRole('textbox')).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Publish version 1' }).click();
  await expect(page.getByText('Version 1 · unpublished changes')).toBeVisible();
  await expect(page.getByRole('main').getByText('Published', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Publish…', exact: true }).click();
  await dialog.getByRole('button', { name: 'Publish version 2' }).click();
  await expect(page.getByText('Version 2 · no unpublished changes')).toBeVisible();
});

test('a version that turns out to be wrong is recalled later', async ({ page }) => {
  const draft = await newDraft();
  await publish(draft.course_id, draft.title);
  const token = await learnerToken();
  const enrolment = `/v1/me/enrolments/${draft.course_id}`;
  await call(enrolment, { method: 'PUT', token });
  await rewrite(draft.course_id, { Press: 'Press harder.' });
  await publish(draft.course_id, draft.title);
  await openAsAuthor(page, `/courses/${draft.course_id}`);
  await openCourseDetails(page);
  await page.getByRole('button', { name: 'Recall earlier versions…' }).click();
  const dialog = page.getByRole('dialog').filter({ visible: true });
  await expect(dialog).toContainText('moved to version 2 at once');
  await dialog.getByRole('button', { name: 'Recall versions' }).click();
  await expect(dialog).toHaveCount(0);
  await expect.poll(() => call(enrolment, { token })).toMatchObject({ version: 2, recalled_from: 1 });
});
