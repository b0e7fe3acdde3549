import { newCourse, searchable } from '../support/courses.ts';
import { press, tabTo, write } from '../support/keyboard.ts';
import { codeAfter, newestLetter, newMember, tokenOf } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

test('from the sign-in to the end of another session', async ({ page }) => {
  const course = await searchable(await newCourse(2));
  const member = await newMember('Nora Nomouse');
  await tokenOf(member.email);
  await page.goto('/?workspace=acme');
  const before = await newestLetter(member.email);
  await write(page, page.getByLabel('E-mail address'), member.email);
  await page.keyboard.press('Enter');
  const code = page.getByLabel('Code', { exact: true });
  await code.waitFor();
  await write(page, code, await codeAfter(member.email, before));
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toHaveText('Hello, Nora');

  await press(page, page.getByRole('navigation').getByRole('link', { name: 'Catalogue' }));
  await write(page, page.getByRole('searchbox'), course.title);
  await expect(page.getByText('1 course', { exact: true })).toBeVisible();
  await press(page, page.getByRole('link', { name: course.title }));
  await press(page, page.getByRole('button', { name: 'Start course' }));
  await expect(heading).toHaveText('Step 1');
  await press(page, page.getByRole('button', { name: 'Complete and continue' }));
  await expect(heading).toHaveText('Step 2');
  await expect(page.getByText('1 of 2 lessons completed').filter({ visible: true })).toBeVisible();

  await press(page, page.locator('header summary'));
  await press(page, page.getByRole('link', { name: 'Profile' }));
  await press(page, page.getByRole('button', { name: /^Sign out on / }).first());
  await press(page, page.getByRole('dialog').getByRole('button', { name: 'Sign out' }));
  await expect(page.getByText('Device signed out')).toBeVisible();
  await tabTo(page, page.getByRole('radio', { name: 'English' }));
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('html')).not.toHaveAttribute('lang', 'en');
});
