import type { Page } from '@playwright/test';
import { check, settle } from '../support/axe.ts';
import { courseWith, enrol, type TestCourse } from '../support/courses.ts';
import { pdf } from '../support/documents.ts';
import { outdated, uploaded } from '../support/files.ts';
import { newMember, signIn, tokenOf } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

const HANDBOOK = pdf('Safety handbook.pdf', ['Wear a helmet', 'Close the door', 'Call for help']);

function documentCourse(content: Record<string, unknown>): Promise<TestCourse> {
  return courseWith('Papers', [{ title: 'Read it', content: { kind: 'document', ...content } }, { title: 'Last' }]);
}

async function open(page: Page, course: TestCourse): Promise<void> {
  const member = await newMember();
  await enrol(await tokenOf(member.email), course);
  await signIn(page, member.email, `/courses/${course.id}/lessons/${course.lessons[0]?.id}`);
}

test('a PDF is read in the page: its words, its pages, larger and smaller', async ({ page }) => {
  const file = await uploaded('document', HANDBOOK);
  await open(page, await documentCourse({ file, downloadable: true }));
  const pages = page.getByRole('region', { name: 'Safety handbook.pdf' });
  await expect(pages.getByText('Wear a helmet')).toBeAttached();
  const sheet = pages.getByRole('group', { name: 'Page 1 of 3' });
  await expect(sheet.getByRole('link', { name: 'https://example.com/more' })).toHaveAttribute('target', '_blank');
  await settle(page);
  await check(page, 'pdf');

  // As wide as there is room.
  const [outer, inner] = [await pages.boundingBox(), await sheet.boundingBox()];
  expect(inner?.width).toBeGreaterThan((outer?.width ?? 0) * 0.9);
  expect(inner?.width).toBeLessThanOrEqual(outer?.width ?? 0);
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await expect.poll(async () => (await sheet.boundingBox())?.width).toBeGreaterThan((inner?.width ?? 0) * 1.2);
  await page.getByRole('button', { name: /Fit width/ }).click();
  await expect.poll(async () => (await sheet.boundingBox())?.width).toBe(inner?.width);

  const number = page.getByRole('textbox', { name: 'Page' });
  await page.getByRole('button', { name: 'Next page' }).click();
  await expect(number).toHaveValue('2');
  await number.fill('3');
  await number.press('Enter');
  await expect(pages.getByText('Call for help')).toBeInViewport();
  // On this device it goes on there.
  await page.reload();
  await expect(pages.getByText('Call for help')).toBeInViewport();
  await expect(number).toHaveValue('3');
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: /^Save/ }).click(),
  ]);
  expect(saved.suggestedFilename()).toBe('Safety handbook.pdf');
  await page.getByRole('button', { name: 'Complete and continue' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Last');
});

test('a PDF that may not be saved offers nothing to save', async ({ page }) => {
  const file = await uploaded('document', HANDBOOK);
  await open(page, await documentCourse({ file, downloadable: false }));
  await expect(page.getByText('Wear a helmet')).toBeAttached();
  await expect(page.getByRole('button', { name: /^Save/ })).toHaveCount(0);
});

test('an address that works no more is asked for anew', async ({ page }) => {
  const file = await uploaded('document', HANDBOOK);
  const course = await documentCourse({ file, downloadable: true });
  const asked = await outdated(page);
  await open(page, course);
  await expect(page.getByText('Wear a helmet')).toBeAttached();
  expect(asked()).toBe(2);
});

test('any other document is saved', async ({ page }) => {
  const list = { name: 'Names.csv', mimeType: 'text/csv', buffer: Buffer.from('name;room\nAda;1\n') };
  const file = await uploaded('document', list);
  await open(page, await documentCourse({ file, downloadable: true }));
  await expect(page.getByText('Names.csv').first()).toBeVisible();
  await settle(page);
  await check(page, 'document to save');
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: /^Save/ }).click(),
  ]);
  expect(saved.suggestedFilename()).toBe('Names.csv');
});
