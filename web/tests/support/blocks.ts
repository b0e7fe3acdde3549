import type { Page } from '@playwright/test';
import { newDraft, openAsAuthor, openRow, rewrite, type TestDraft } from './authoring.ts';
import { expect } from './test.ts';

export const field = (page: Page) => page.getByRole('textbox', { name: 'Lesson text' });
const menu = (page: Page) => page.getByRole('combobox', { name: 'Insert block' });
export const saved = (page: Page) => expect(page.getByText('All changes saved')).toBeVisible();

export function lesson(draft: TestDraft): string {
  return draft.parts[0]?.modules[0]?.lessons[0]?.id ?? '';
}

export async function openLesson(page: Page, text: string): Promise<TestDraft> {
  const draft = await newDraft();
  await rewrite(draft.course_id, { Look: text });
  await openAsAuthor(page, `/courses/${draft.course_id}`);
  await openRow(page, 'Look');
  await field(page).waitFor();
  return draft;
}

/** Opens the menu with a slash, and takes what the letters leave. */
export async function insert(page: Page, words: string): Promise<void> {
  await page.keyboard.type('/');
  await expect(menu(page)).toBeFocused();
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
  await expect(field(page)).toBeFocused();
}

/** Behind everything in which the text cursor is; with a keyboard that is Control and Enter. */
export async function leave(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Write below' }).click();
  await expect(field(page)).toBeFocused();
}
