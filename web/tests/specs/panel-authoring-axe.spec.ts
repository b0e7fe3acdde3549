import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { changeByColleague, newDraft, openAsAuthor, row, uniqueTitle } from '../support/authoring.ts';
import { book } from '../support/book.ts';
import { expect, test } from '../support/test.ts';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const SIZES = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };

async function check(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
    const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' | ')}`);
    expect.soft(found, `${name}, ${colorScheme}`).toEqual([]);
  }
}

test.use({ contextOptions: { reducedMotion: 'reduce' } });
test.setTimeout(180_000);

for (const [size, viewport] of Object.entries(SIZES)) {
  test(`every view of authors, ${size}`, async ({ page }) => {
    await page.setViewportSize(viewport);
    const draft = await newDraft();
    await openAsAuthor(page, '/courses');
    await page.getByRole('table').waitFor();
    await check(page, 'courses');
    await page.getByRole('button', { name: 'New course' }).first().click();
    await check(page, 'courses-create');
    await page.goto(`/admin/courses/${draft.course_id}`);
    await row(page, 'Look').waitFor();
    await check(page, 'course');
    await row(page, 'Look').click();
    await expect(page.getByRole('textbox', { name: 'Text of the lesson' })).toHaveValue(/First line/);
    await check(page, 'course-lesson');
    await page.getByRole('tab', { name: 'Preview' }).click();
    await page.getByRole('article').waitFor();
    await check(page, 'course-preview');
    await page.getByRole('button', { name: 'Publish …' }).click();
    await check(page, 'course-publish');
    await page.keyboard.press('Escape');
    await page.getByRole('textbox', { name: 'Title' }).fill('Mine');
    const lessons = draft.parts[0]?.modules[0]?.lessons.map(lesson => ({ ...lesson, title: `${lesson.title} theirs` }));
    const strip = (lesson: { id: string; title: string; minutes: number }) => ({
      id: lesson.id,
      title: lesson.title,
      minutes: lesson.minutes,
    });
    await changeByColleague(draft.course_id, {
      parts: [{ title: 'Basics', modules: [{ title: 'Before', lessons: lessons?.map(strip) }] }],
    });
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('heading', { name: 'Somebody else has changed the same' }).waitFor();
    await check(page, 'course-conflict');
    await page.goto('/admin/imports/new');
    await page.getByRole('heading', { level: 1, name: 'New import' }).waitFor();
    await check(page, 'new-import');
    await page.locator('input[type=file]').setInputFiles(book(uniqueTitle('Axe')));
    let hold = true;
    await page.route(/archive\.zip/, route => (hold ? undefined : route.continue()));
    await page.getByRole('button', { name: 'Upload and import' }).click();
    await page.getByRole('heading', { name: 'Uploading' }).waitFor();
    await check(page, 'import-uploading');
    await page.getByRole('button', { name: 'Stop the upload' }).click();
    await page.getByText('The upload is stopped.').waitFor();
    await check(page, 'import-stopped');
    hold = false;
    await page.getByRole('button', { name: 'Upload again' }).click();
    await page.getByRole('heading', { name: 'The draft is ready' }).waitFor();
    await check(page, 'import-done');
    await page.goto('/admin/imports');
    await page.getByRole('table').waitFor();
    await check(page, 'imports');
  });
}
