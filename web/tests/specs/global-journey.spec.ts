import type { Browser, Page } from '@playwright/test';
import { stackUrl } from '../support/api.ts';
import { openAsAuthor, openRow, save, showOutline, uniqueTitle, writeMarkdown } from '../support/authoring.ts';
import { check, settle } from '../support/axe.ts';
import { captions, FILM_SECONDS, film } from '../support/documents.ts';
import { openPanel, operator } from '../support/panel.ts';
import { newMember, signIn } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' }, actionTimeout: 30_000 });
test.setTimeout(180_000);

const NOTE = 'The meeting point is now at the gate.';

/** Somebody else at a browser of their own. */
async function another(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ baseURL: stackUrl(), locale: 'en-GB', reducedMotion: 'reduce' });
  return context.newPage();
}

async function addLesson(page: Page, kind: string, title: string): Promise<void> {
  await showOutline(page);
  await page.getByRole('button', { name: 'Add lesson' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: kind }).check();
  await dialog.getByRole('button', { name: 'Add lesson' }).click();
  await expect(page.getByRole('textbox', { name: 'Title' })).toBeFocused();
  await page.getByRole('textbox', { name: 'Title' }).fill(title);
}

const field = (page: Page, name: string) => page.getByRole('group', { name, exact: true });

/** The operators write a course of a film with captions, and a page. */
async function write(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: 'Create course' }).first().click();
  await page.getByRole('textbox', { name: 'Title' }).fill(title);
  await page.getByRole('button', { name: 'Create draft' }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();

  await addLesson(page, 'Video', 'What it looks like');
  await field(page, 'Video').locator('input[type=file]').setInputFiles(film());
  await expect(field(page, 'Video').getByText(`· 0:0${FILM_SECONDS}`)).toBeVisible({ timeout: 30_000 });
  await page.getByRole('combobox', { name: 'Add a language' }).selectOption('en');
  await page.getByRole('button', { name: 'Add captions' }).click();
  await field(page, 'English').locator('input[type=file]').setInputFiles(captions());
  // Only what has been checked belongs to the lesson.
  await expect(field(page, 'English').getByRole('button', { name: 'Replace file' })).toBeVisible({ timeout: 30_000 });
  await page.getByRole('spinbutton', { name: 'Playback required (%)' }).fill('40');

  await addLesson(page, 'Page', 'Where to meet');
  await page.getByRole('textbox', { name: 'Lesson text' }).fill('Meet at the car park.');
  await save(page);
}

/** Offers the newest version on the page of global courses, and waits until workspaces have it. */
async function offer(page: Page, title: string, version: number): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: 'Global courses' }).click();
  await page.getByLabel('Search').fill(title);
  const row = page.getByRole('row').filter({ hasText: title });
  await row.getByRole('button', { name: `Offer “${title}” to all workspaces` }).click();
  const dialog = page.getByRole('dialog');
  const validated = dialog.getByLabel('Validated by');
  if (version === 1) await validated.fill('National fire board');
  else await expect(validated).toHaveValue('National fire board');
  await dialog.getByRole('button', { name: `Offer version ${version}` }).click();
  await expect(row.getByText('Offered', { exact: true })).toBeVisible();
  await expect(row).toContainText(`Version ${version}`);
}

test('a film of the operators reaches learners of a workspace, and so does its next version', async ({
  page,
  browser,
}) => {
  const title = uniqueTitle('Evacuation');
  await writeMarkdown(page);
  await openPanel(page, operator(), 'courses');
  await write(page, title);
  const publishing = page.getByRole('dialog').filter({ visible: true });
  await page.getByRole('button', { name: 'Publish…', exact: true }).click();
  await publishing.getByRole('button', { name: 'Publish course' }).click();
  await expect(page.getByText('Version 1 · no unpublished changes')).toBeVisible();
  await offer(page, title, 1);

  const author = await another(browser);
  await openAsAuthor(author, '/global-courses');
  await author.getByLabel('Search').fill(title);
  await author.getByRole('link', { name: title }).click();
  await expect(author.getByRole('region', { name: 'Outline' }).getByRole('listitem')).toHaveText([
    /What it looks like/,
    /Where to meet/,
  ]);
  await author.getByRole('button', { name: 'Subscribe', exact: true }).click();
  await expect(author.getByText('Subscribed', { exact: true })).toBeVisible();
  await author.context().close();

  const learner = await another(browser);
  const { email } = await newMember('Lena Learner');
  await signIn(learner, email);
  await learner.getByRole('link', { name: 'Browse the catalogue' }).click();
  const misspelt = title.replace('Evacuation', 'Evacaution');
  // The search follows what workspaces have, so it is asked until it does.
  await expect(async () => {
    await learner.getByRole('searchbox', { name: 'Search courses' }).fill('');
    await learner.getByRole('searchbox', { name: 'Search courses' }).fill(misspelt);
    await expect(learner.getByRole('main').getByRole('link', { name: title })).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await learner.getByRole('main').getByRole('link', { name: title }).click();
  await expect(learner.getByText('From the global catalogue, validated by National fire board')).toBeVisible();
  await learner.getByRole('button', { name: 'Start course' }).click();

  const heading = learner.getByRole('heading', { level: 1 });
  await expect(heading).toHaveText('What it looks like');
  const player = learner.getByRole('region', { name: 'Video' });
  const complete = learner.getByRole('button', { name: 'Complete and continue' });
  await expect(complete).toHaveAccessibleDescription('Watch 40% to complete the lesson.');
  await player.getByRole('combobox', { name: 'Captions' }).selectOption('en');
  await player.getByRole('button', { name: 'Transcript' }).click();
  await player.getByRole('button', { name: /Wear your helmet/ }).click();
  await expect(learner.getByRole('slider', { name: 'Position' })).toHaveValue('2');
  await settle(learner);
  await check(learner, 'a film from the global catalogue');
  await player.getByRole('combobox', { name: 'Speed' }).selectOption('2');
  await player.getByRole('button', { name: 'Play' }).first().click();
  await expect
    .poll(() =>
      player
        .locator('video')
        .evaluate((video: HTMLVideoElement) =>
          [...video.textTracks].flatMap(track => (track.mode === 'showing' ? track.cues?.length : [])),
        ),
    )
    .toEqual([3]);
  await expect(player.getByText(/^([4-9]\d|100)% watched$/)).toBeVisible();
  await complete.click();
  await expect(heading).toHaveText('Where to meet');
  await expect(learner.getByRole('article')).toContainText('Meet at the car park.');

  await page.goto('/admin/courses');
  await page.getByRole('searchbox', { name: 'Search' }).fill(title);
  await page.getByRole('link', { name: title }).click();
  await openRow(page, 'Where to meet');
  await page.getByRole('textbox', { name: 'Lesson text' }).fill('Meet at the gate.');
  await save(page);
  await page.getByRole('button', { name: 'Publish…', exact: true }).click();
  await expect(publishing).toContainText('Other workspaces keep version 1 until version 2 is offered');
  await publishing.getByRole('textbox', { name: 'What’s new (optional)' }).fill(NOTE);
  await publishing.getByRole('button', { name: 'Publish version 2' }).click();
  await expect(page.getByText('Version 2 · no unpublished changes')).toBeVisible();
  await offer(page, title, 2);

  // Workspaces follow on their own, and the learner is offered the version when theirs has.
  await expect(async () => {
    await learner.goto('/learning');
    const course = learner.getByRole('listitem').filter({ hasText: title });
    await expect(course).toContainText('Version 2 is available', { timeout: 2_000 });
  }).toPass();
  await learner.getByRole('link', { name: title }).click();
  const news = learner.getByRole('region', { name: 'Version 2 is available' });
  await expect(news).toContainText(NOTE);
  await expect(learner.getByText('1 of 2 lessons completed')).toBeVisible();
  await news.getByRole('button', { name: 'Switch to version 2' }).click();
  await expect(learner.getByText('You’re now on version 2')).toBeVisible();
  await expect(news).toHaveCount(0);
  await expect(learner.getByText('1 of 2 lessons completed')).toBeVisible();
  const outline = learner.getByRole('region', { name: 'Outline' });
  await expect(outline.getByRole('link', { name: /^What it looks like/ })).toHaveAccessibleName(/completed/);
  await expect(outline.getByRole('link', { name: /^Where to meet/ })).not.toHaveAccessibleName(/completed/);
  await settle(learner);
  await check(learner, 'a course on its next version');
  await outline.getByRole('link', { name: /^Where to meet/ }).click();
  await expect(learner.getByRole('article')).toContainText('Meet at the gate.');
  await learner.getByRole('button', { name: 'Complete', exact: true }).click();
  await expect(heading).toHaveText('Course completed');
  await learner.context().close();
});
