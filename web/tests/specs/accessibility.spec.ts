import { check, settle } from '../support/axe.ts';
import { enrol, newCourse, newPath, takePath } from '../support/courses.ts';
import { newMember, signIn, tokenOf } from '../support/people.ts';
import { test } from '../support/test.ts';
import { viewsOf } from '../support/views.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });
test.setTimeout(180_000);

test('all ways in', async ({ page }) => {
  const member = await newMember();
  await page.goto('/');
  await settle(page);
  await check(page, 'workspace');
  await page.getByRole('button', { name: 'Find my workspace' }).click();
  await check(page, 'find-workspaces');
  await page.getByLabel('E-mail address').fill(member.email);
  await page.keyboard.press('Enter');
  await page.getByText('we’ve sent it a link').waitFor();
  await check(page, 'workspaces-sent');
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
  const path = await newPath('Shift leader', { Basics: [course], Practice: [await newCourse(1)] });
  const member = await newMember();
  const token = await tokenOf(member.email);
  await enrol(token, course, 1);
  await takePath(token, path);
  await signIn(page, member.email);
  for (const [name, address] of Object.entries(viewsOf(course, path))) {
    await page.goto(address);
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
