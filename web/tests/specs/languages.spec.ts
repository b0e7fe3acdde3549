import { enrol, newCourse, newPath, takePath } from '../support/courses.ts';
import { newMember, signIn, tokenOf } from '../support/people.ts';
import { expect, test } from '../support/test.ts';
import { viewsOf } from '../support/views.ts';

const HEADINGS = { de: 'Profil', it: 'Profilo', hi: 'प्रोफ़ाइल' };

test('the member chooses a language, and it stays', async ({ page }) => {
  const member = await newMember();
  await signIn(page, member.email, '/profile');
  for (const [locale, heading] of Object.entries(HEADINGS)) {
    await page.locator(`input[name=language][value=${locale}]`).check();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
    await expect(page.locator('html')).toHaveAttribute('lang', locale);
  }
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(HEADINGS.hi);
});

test.describe('a browser that speaks German', () => {
  test.use({ locale: 'de-AT' });
  test('is spoken to in German', async ({ page }) => {
    await page.goto('/');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Willkommen zurück');
  });
});

test('appearance is chosen, and there from the first paint', async ({ page }) => {
  const member = await newMember();
  await signIn(page, member.email, '/profile');
  await page.getByRole('radio', { name: 'Dark' }).check();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.goto('/', { waitUntil: 'commit' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('no view breaks from right to left, or with the longest words', async ({ page }) => {
  const course = await newCourse(2);
  const path = await newPath('Shift leader', { Basics: [course] });
  const member = await newMember();
  const token = await tokenOf(member.email);
  await enrol(token, course, 1);
  await takePath(token, path);
  await signIn(page, member.email);
  for (const [name, address] of Object.entries(viewsOf(course, path))) {
    await page.goto(address);
    await page.getByRole('heading', { level: 1 }).waitFor();
    const beyond = await page.evaluate(() => {
      document.documentElement.dir = 'rtl';
      const root = document.documentElement;
      return root.scrollWidth - root.clientWidth;
    });
    expect.soft(beyond, name).toBeLessThanOrEqual(0);
  }
});
