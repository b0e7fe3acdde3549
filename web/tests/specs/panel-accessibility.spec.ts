import { readdir, readFile } from 'node:fs/promises';
import { changeByColleague, newDraft, openAsAuthor, openRow, uniqueTitle } from '../support/authoring.ts';
import { check, settle } from '../support/axe.ts';
import { book } from '../support/book.ts';
import { openAsAdministrator } from '../support/panel.ts';
import { panelSeed } from '../support/panel-seed.ts';
import { openAs, panelViewsOf, WALKERS } from '../support/panel-views.ts';
import { newMember } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });
test.setTimeout(480_000);

for (const walker of WALKERS) {
  test(`every view of the panel, as ${walker}`, async ({ page }) => {
    const seed = await panelSeed();
    await openAs(page, walker, seed);
    for (const [name, { path, show }] of Object.entries(panelViewsOf(seed)[walker])) {
      await page.goto(`/admin/${path}`);
      await settle(page);
      await show?.(page);
      await settle(page);
      await check(page, name);
    }
  });
}

test('every route of the panel has a view in the list', async ({ isMobile }) => {
  test.skip(isMobile, 'the list is one');
  const features = new URL('../../admin/src/features/', import.meta.url);
  // Some features are parts of other pages.
  const found = (await readdir(features, { recursive: true })).filter(name => /^[^/]+\/routes\.ts$/.test(name));
  const files = await Promise.all(found.map(name => readFile(new URL(name, features), 'utf8')));
  const routes = files.flatMap(file => [...file.matchAll(/path: '\/([^']+)'/g)].map(([, route]) => route ?? ''));
  const walked = Object.values(panelViewsOf(await panelSeed())).flatMap(views => Object.values(views));
  const paths = walked.map(({ path }) => path);
  expect(routes.length).toBeGreaterThan(20);
  for (const route of routes) {
    const pattern = new RegExp(`^${route.replaceAll(/\$\w+/g, '[0-9A-Za-z-]+')}$`);
    expect.soft(paths, route).toContainEqual(expect.stringMatching(pattern));
  }
});

test('the ways into the panel', async ({ page }) => {
  await page.goto('/admin/');
  await settle(page);
  await check(page, 'workspace');
  await page.goto('/admin/?workspace=acme');
  await page.getByLabel('Password').waitFor();
  await check(page, 'password');
  await page.getByRole('button', { name: 'Send me a code instead' }).click();
  await check(page, 'code by e-mail');
});

test('menus and dialogs of administrators', async ({ page, isMobile }) => {
  const member = await newMember('Dana Dialog');
  await openAsAdministrator(page, 'people');
  await page.getByLabel('Account of Ada Admin').click();
  // On a narrow page an open menu lies over what is below, which axe counts as too small to be hit.
  if (!isMobile) await check(page, 'account menu');
  await page.getByRole('button', { name: 'Language and appearance' }).click();
  await check(page, 'language and appearance');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Invite person', exact: true }).click();
  await check(page, 'invitation');
  await page.goto(`/admin/people/${member.memberId}`);
  await page.getByRole('button', { name: 'Deactivate' }).click();
  await check(page, 'deactivation');
  await page.goto('/admin/audit');
  await page
    .getByRole('button', { name: /^Details: / })
    .first()
    .click();
  await check(page, 'audit event');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/admin/people');
  await page.getByRole('button', { name: 'Open navigation' }).click();
  await check(page, 'navigation on a phone');
});

test('dialogs of authors, and a conflict', async ({ page }) => {
  const draft = await newDraft();
  await openAsAuthor(page, '/courses');
  await page.getByRole('button', { name: 'Create course' }).first().click();
  await check(page, 'course-create');
  await page.goto(`/admin/courses/${draft.course_id}`);
  await openRow(page, 'Look');
  await expect(page.getByRole('textbox', { name: 'Lesson text' })).toContainText('First line');
  await page.getByRole('button', { name: 'Publish…' }).click();
  await check(page, 'course-publish');
  await page.keyboard.press('Escape');
  await page.getByRole('textbox', { name: 'Title' }).fill('Mine');
  const lessons = draft.parts[0]?.modules[0]?.lessons.map(({ id, title, minutes }) => ({
    id,
    title: `${title} theirs`,
    minutes,
  }));
  await changeByColleague(draft.course_id, {
    parts: [{ title: 'Basics', modules: [{ title: 'Before', lessons }] }],
  });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('heading', { name: 'Someone else changed the same content' }).waitFor();
  await check(page, 'course-conflict');
});

test('an upload under way, and stopped', async ({ page }) => {
  await openAsAuthor(page, '/imports/new');
  await page.locator('input[type=file]').setInputFiles(book(uniqueTitle('Axe')));
  let hold = true;
  await page.route(/archive\.zip/, route => (hold ? undefined : route.continue()));
  await page.getByRole('button', { name: 'Upload and import' }).click();
  await page.getByRole('heading', { name: 'Uploading' }).waitFor();
  await check(page, 'import-uploading');
  await page.getByRole('button', { name: 'Stop upload' }).click();
  await page.getByText('Upload stopped.').waitFor();
  await check(page, 'import-stopped');
  hold = false;
  await page.getByRole('button', { name: 'Upload again' }).click();
  await page.getByRole('heading', { name: 'Draft created' }).waitFor();
  await check(page, 'import-done');
});
