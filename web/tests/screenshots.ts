import type { Page } from '@playwright/test';
import { settle } from './support/axe.ts';
import { enrol, newCourse, newPath, takePath } from './support/courses.ts';
import { panelSeed } from './support/panel-seed.ts';
import { openAs, panelViewsOf, WALKERS } from './support/panel-views.ts';
import { enterAddressAndCode, newMember, tokenOf } from './support/people.ts';
import { test } from './support/test.ts';
import { viewsOf } from './support/views.ts';

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };

const SCREENS = {
  'desktop-light': { viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  'desktop-dark': { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
  'phone-light': { ...PHONE, colorScheme: 'light' },
  'phone-dark': { ...PHONE, colorScheme: 'dark' },
} as const;

async function take(page: Page, screen: string, name: string): Promise<void> {
  await settle(page);
  // Of the panel the whole page; the portal's bars stand at the edge of the screen.
  const fullPage = name.startsWith('panel-');
  await page.screenshot({ path: `screenshots/${screen}/${name}.png`, fullPage, animations: 'disabled' });
}

for (const [screen, use] of Object.entries(SCREENS)) {
  test.describe(screen, () => {
    test.use(use);

    test('the portal', async ({ page }) => {
      const courses = [await newCourse(6), await newCourse(3)];
      const [course] = courses;
      if (!course) return;
      const path = await newPath(
        'Shift leader',
        { Basics: [course], Practice: courses.slice(1) },
        { order: 'in_order' },
      );
      const member = await newMember('Ravi Reader');
      await page.goto('/?workspace=acme');
      await page.getByLabel('E-mail address').waitFor();
      await take(page, screen, 'sign-in');
      const token = await tokenOf(member.email);
      for (const each of courses.toReversed()) await enrol(token, each, 2);
      await takePath(token, path);
      await enterAddressAndCode(page, member.email);
      await page.locator('header summary').waitFor();
      for (const [name, address] of Object.entries(viewsOf(course, path))) {
        await page.goto(address);
        await take(page, screen, name);
      }
    });

    test('the door of the panel', async ({ page }) => {
      await page.goto('/admin/?workspace=acme');
      await page.getByLabel('Password').waitFor();
      await take(page, screen, 'panel-sign-in');
    });

    for (const walker of WALKERS) {
      test(`the panel, as ${walker}`, async ({ page }) => {
        const seed = await panelSeed();
        await openAs(page, walker, seed);
        for (const [name, { path, show }] of Object.entries(panelViewsOf(seed)[walker])) {
          await page.goto(`/admin/${path}`);
          await settle(page);
          await show?.(page);
          await take(page, screen, `panel-${name}`);
        }
      });
    }
  });
}
