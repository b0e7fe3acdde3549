import { call } from '../support/api.ts';
import { newDraft, openAsAuthor, save, savedCourse, showOutline } from '../support/authoring.ts';
import { check, settle } from '../support/axe.ts';
import { type TestFile, zip } from '../support/book.ts';
import { attemptedPackage, ITEM, packageCourse, testPackage } from '../support/packages.ts';
import { openPanel } from '../support/panel.ts';
import { newMember, tokenOf } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('a package becomes a course with a lesson for each of its parts', async ({ page }) => {
  await openAsAuthor(page, '/imports');
  await page.getByRole('link', { name: 'Import course package' }).click();
  const title = `Ladders ${Math.random().toString(36).slice(2, 8)}`;
  await page.getByRole('group', { name: 'Package' }).locator('input[type=file]').setInputFiles(testPackage(title));
  await expect(page.getByText('SCORM 1.2 · 1 part to open')).toBeVisible();
  await settle(page);
  await check(page, 'package-new');
  await expect(page.getByLabel('Course title')).toHaveValue(title);
  await page.getByRole('button', { name: 'Create course' }).click();
  await expect(page).toHaveURL(/\/courses\/\w+$/);
  await expect(page.getByRole('treegrid').getByRole('row', { name: 'The whole of it' })).toBeVisible();
});

test('a lesson is a part of a package, with its own rules', async ({ page }) => {
  const { course_id } = await newDraft();
  await openAsAuthor(page, `/courses/${course_id}`);
  await showOutline(page);
  await page.getByRole('button', { name: 'Add lesson' }).first().click();
  await page.getByRole('dialog').getByRole('radio', { name: 'Package' }).check();
  await page.getByRole('dialog').getByRole('button', { name: 'Add lesson' }).click();
  const field = page.getByRole('group', { name: 'Package', exact: true });
  await field.locator('input[type=file]').setInputFiles(testPackage('Rules', 'scorm_2004_3'));
  // It is the only one.
  await expect(page.getByLabel('Part to open')).toHaveValue(ITEM);
  await page.getByLabel('Score to pass (%)').fill('75');
  await page.getByLabel('Attempts').fill('0');
  await expect(page.getByText('Enter a whole number from 1 to 100, or leave the field empty.').first()).toBeVisible();
  await page.getByLabel('Attempts').fill('2');
  await page.getByLabel('Score that counts').selectOption('last');
  await settle(page);
  await check(page, 'package-lesson');
  await save(page);
  const { parts } = await savedCourse(course_id);
  const lesson = parts.at(-1)?.modules.at(-1)?.lessons.at(-1)?.id;
  const token = process.env.TRELLIS_TEST_AUTHOR ?? '';
  const saved = await call<{ content: unknown }>(`/v1/catalog/courses/${course_id}/lessons/${lesson}?version=draft`, {
    token,
  });
  const rules = { completion: 'reported', mastery_percent: 75, attempts: 2, scoring: 'last' };
  expect(saved.content).toMatchObject({ kind: 'package', item: ITEM, ...rules });
});

test('an archive without a package is refused, with the reason', async ({ page, isMobile }) => {
  test.skip(isMobile, 'it does not depend on the size of the page');
  await openAsAuthor(page, '/packages/new');
  const holiday: TestFile = {
    name: 'holiday.zip',
    mimeType: 'application/zip',
    buffer: zip({ 'readme.txt': `Nothing to learn. ${Math.random()}` }),
  };
  await page.getByRole('group', { name: 'Package' }).locator('input[type=file]').setInputFiles(holiday);
  await expect(page.getByRole('heading', { name: 'This package can’t be used' })).toBeVisible();
  await expect(page.getByText(/^There is neither an imsmanifest\.xml .* upload that file\.$/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Create course' })).toHaveCount(0);
});

test('authors and managers see the attempts in a package, and what is odd about them', async ({ page, browser }) => {
  const manager = await newMember('Mona Manager', ['manager']);
  const learner = await newMember('Lena Learner', [], { manager_id: manager.memberId });
  const taken = await packageCourse(testPackage('Harness'), { mastery_percent: 75 }, 1, learner);
  await openAsAuthor(page, `/courses/${taken.course.id}`);
  await showOutline(page);
  await page.getByRole('row', { name: /^The whole of it/ }).click();
  await page.getByRole('link', { name: 'Attempts', exact: true }).click();
  await expect(page.getByText('No attempts yet')).toBeVisible();
  const passed = { 'cmi.core.lesson_status': 'passed', 'cmi.core.session_time': '00:01:05' };
  await attemptedPackage(taken, { ...passed, 'cmi.core.score.raw': '60' });
  await attemptedPackage(taken, { ...passed, 'cmi.core.score.raw': '90' });
  await page.reload();
  const odd = 'Reported as passed below the score to pass';
  const newest = page.getByRole('row', { name: /Attempt 2/ });
  const first = page.getByRole('row', { name: /Attempt 1/ });
  await expect(newest).toContainText(/Lena Learner.*90%.*Passed.*1:05/);
  await expect(newest).not.toContainText(odd);
  await expect(first).toContainText(/Lena Learner.*60%.*Not passed.*1:05/);
  await expect(first).toContainText(odd);
  await expect(page.getByText(/^The score decides, not the package’s word/)).toBeVisible();
  await settle(page);
  await check(page, 'package-attempts');

  const team = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage();
  await openPanel(team, await tokenOf(manager.email), `team/${learner.memberId}`);
  const attempts = team.getByRole('region', { name: 'Package attempts' });
  await expect(attempts.getByRole('row', { name: /The whole of it.*Attempt 2/ })).toContainText(/90%.*Passed/);
  await expect(attempts.getByRole('row', { name: /The whole of it.*Attempt 1/ })).toContainText(odd);
  await team.context().close();
});
