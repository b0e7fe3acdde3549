import type { Page } from '@playwright/test';
import { enrol, newCourse } from './support/courses.ts';
import { enterAddressAndCode, newMember, tokenOf } from './support/people.ts';
import { expect, test } from './support/test.ts';
import { viewsOf } from './support/views.ts';

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };

const SCREENS = {
  'desktop-light': { viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  'desktop-dark': { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
  'phone-light': { ...PHONE, colorScheme: 'light' },
  'phone-dark': { ...PHONE, colorScheme: 'dark' },
} as const;

async function take(page: Page, screen: string, name: string): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await expect(page.getByText('Loading …')).toHaveCount(0);
  await page.evaluate(() => Promise.all(document.getAnimations().map(each => each.finished.catch(() => undefined))));
  await page.screenshot({ path: `screenshots/${screen}/${name}.png` });
}

for (const [screen, use] of Object.entries(SCREENS)) {
  test.describe(screen, () => {
    test.use(use);

    test('pictures', async ({ page }) => {
      const courses = [await newCourse(6), await newCourse(3)];
      const [course] = courses;
      if (!course) return;
      const member = await newMember('Ravi Reader');
      await page.goto('/?workspace=acme');
      await page.getByLabel('E-mail address').waitFor();
      await take(page, screen, 'sign-in');
      const token = await tokenOf(member.email);
      for (const each of courses.toReversed()) await enrol(token, each, 2);
      await enterAddressAndCode(page, member.email);
      await page.locator('header summary').waitFor();
      for (const [name, path] of Object.entries(viewsOf(course))) {
        await page.goto(path);
        await take(page, screen, name);
      }
    });
  });
}
