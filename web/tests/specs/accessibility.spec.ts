import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { enrol, newCourse } from '../support/courses.ts';
import { newMember, signIn, tokenOf } from '../support/people.ts';
import { expect, test } from '../support/test.ts';
import { viewsOf } from '../support/views.ts';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** In both appearances: the page follows the system while it is open. */
async function check(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
    const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' | ')}`);
    expect.soft(found, `${name}, ${colorScheme}`).toEqual([]);
  }
}

async function settle(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await expect(page.getByText('Loading …')).toHaveCount(0);
}

test.use({ contextOptions: { reducedMotion: 'reduce' } });
test.setTimeout(180_000);

test('all ways in', async ({ page }) => {
  const member = await newMember();
  await page.goto('/');
  await settle(page);
  await check(page, 'workspace');
  await page.goto('/enrol#ticket=x');
  await settle(page);
  await check(page, 'enrolment');
  await page.goto('/?workspace=acme');
  await page.getByLabel('E-mail address').fill(member.email);
  await check(page, 'sign-in');
  await page.keyboard.press('Enter');
  await page.getByLabel('Code', { exact: true }).waitFor();
  await check(page, 'code');
});

test('every view, menu and dialog', async ({ page }) => {
  const course = await newCourse(3);
  const member = await newMember();
  await enrol(await tokenOf(member.email), course, 1);
  await signIn(page, member.email);
  for (const [name, path] of Object.entries(viewsOf(course))) {
    await page.goto(path);
    await settle(page);
    await check(page, name);
  }
  await page.goto('/profile');
  await page.locator('summary').click();
  await check(page, 'menu');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await check(page, 'dialog');
});
