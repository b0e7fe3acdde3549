import type { Locator, Page } from '@playwright/test';
import { expect } from './test.ts';

/** More stops than any page of the tests has. */
const MOST = 120;

/** Presses Tab until this has the focus, and can be seen to have it. */
export async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await target.waitFor();
  for (let presses = 0; presses < MOST && !(await hasFocus(target)); presses += 1) await page.keyboard.press(key);
  await expect(target).toBeFocused();
  await expect.poll(() => target.evaluate(showsFocus), { message: 'the focus is seen' }).toBe(true);
}

/** Tabs to a button or link, and presses Enter there. */
export async function press(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
}

/** Tabs to a field, and writes in the place of what is there. */
export async function write(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Control+a');
  await page.keyboard.type(text);
}

function hasFocus(target: Locator): Promise<boolean> {
  return target.evaluate(element => element === document.activeElement);
}

/** What is drawn by something around it, such as the input of a choice, shows its focus there. */
function showsFocus(element: Element): boolean {
  const styles = [element, element.nextElementSibling, element.parentElement].flatMap(each =>
    each ? [getComputedStyle(each), getComputedStyle(each, '::after')] : [],
  );
  return styles.some(style => style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0);
}
