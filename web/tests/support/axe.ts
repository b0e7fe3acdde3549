import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './test.ts';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What a dark page can break that a light one has not: the rest is the same document. */
const DARK_RULES = ['color-contrast', 'link-in-text-block', 'image-alt', 'svg-img-alt'];

/** Waits until everything that the view asks for is there. */
export async function settle(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await expect(page.getByText('Loading…')).toHaveCount(0);
  await expect(page.locator('[class*="_bone_"], [aria-busy="true"]')).toHaveCount(0);
}

/** Nothing is wider than the page; in both appearances axe finds nothing: the page follows the system while it is open. */
export async function check(page: Page, name: string): Promise<void> {
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect.soft(beyond, `${name}: beyond the edge of the page`).toBeLessThanOrEqual(0);
  // From the top: what lies half under a bar that stays would count as small.
  const place = await page.evaluate(() => scrollY);
  await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
    const moving = await page.evaluate(
      () => document.getAnimations().filter(each => each instanceof CSSTransition).length,
    );
    expect.soft(moving, `${name}, ${colorScheme}: transitions, although less motion is wanted`).toBe(0);
    const { violations } = await axe(page, colorScheme).analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' | ')}`);
    expect.soft(found, `${name}, ${colorScheme}`).toEqual([]);
  }
  await page.evaluate(top => scrollTo({ top, behavior: 'instant' }), place);
}

/** Only violations are told: the targets of what passes take longer to name than the rules to run. */
function axe(page: Page, colorScheme: 'light' | 'dark'): AxeBuilder {
  const builder = new AxeBuilder({ page });
  const rules =
    colorScheme === 'light'
      ? ({ type: 'tag', values: RULES } as const)
      : ({ type: 'rule', values: DARK_RULES } as const);
  return builder.options({ runOnly: rules, resultTypes: ['violations'] });
}
