import { block, refuse } from '../support/answers.ts';
import { enrol, newCourse } from '../support/courses.ts';
import { enterAddressAndCode, newMember, signIn, tokenOf } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

test('the session survives a reload, and no token is kept where scripts find it', async ({ page }) => {
  const member = await newMember();
  await signIn(page, member.email, '/profile');
  await page.reload();
  await expect(page.getByRole('main').getByText(member.email)).toBeVisible();
  const stored = await page.evaluate(() =>
    JSON.stringify({ ...localStorage, ...sessionStorage, cookie: document.cookie }),
  );
  expect(stored).not.toMatch(/eyJ|trellis_refresh/);
});

test('a session that ends in the middle of work loses nothing', async ({ page }) => {
  const course = await newCourse(2);
  const member = await newMember();
  await enrol(await tokenOf(member.email), course);
  await signIn(page, member.email, `/courses/${course.id}/lessons/${course.lessons[0]?.id}`);
  await page.getByRole('article').getByRole('listitem').first().waitFor();
  let ended = true;
  await page.route(/\/v1\/(me|catalog|auth\/refresh)/, route =>
    ended ? refuse(route, 401, 'unauthenticated', 'Sign in.') : route.continue(),
  );
  await page.getByRole('button', { name: 'Complete and continue' }).click();
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeVisible();
  ended = false;
  await enterAddressAndCode(page, member.email);
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Step 2');
  await expect(page.getByText('1 of 2 lessons completed').filter({ visible: true })).toBeVisible();
});

test('what answers in the place of the API ends no session and takes no cookie away', async ({ page }) => {
  const member = await newMember();
  await signIn(page, member.email);
  const name = page.getByRole('heading', { level: 1, name: 'Hello, Robin' });
  await name.waitFor();
  for (const status of [401, 403, 407, 200]) {
    await page.route('**/v1/auth/refresh', route => block(route, status));
    await page.reload();
    await expect(page.getByText('Showing saved content'), `${status}`).toBeVisible();
    await expect(name).toBeVisible();
    await page.unroute('**/v1/auth/refresh');
    await expect(page.getByText('Showing saved content')).toHaveCount(0);
  }
  const owed = () => page.evaluate(() => localStorage.getItem('trellis.sign-out-owed'));
  await page.route('**/v1/auth/sign-out', route => block(route, 200));
  await page.locator('summary').click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Welcome back' })).toBeVisible();
  expect(await owed()).toBe('yes');
  await page.unroute('**/v1/auth/sign-out');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Welcome back' })).toBeVisible();
  expect(await owed()).toBeNull();
});

test('tabs agree: one renewal at a time, and a sign-out reaches all', async ({ page, context }) => {
  const member = await newMember();
  await signIn(page, member.email);
  const other = await context.newPage();
  await Promise.all([page.reload(), other.goto('/boards')]);
  await expect(page.getByRole('heading', { level: 1, name: 'Hello, Robin' })).toBeVisible();
  await expect(other.getByRole('heading', { level: 1, name: 'Leaderboard' })).toBeVisible();
  await other.locator('summary').click();
  await other.getByRole('button', { name: 'Sign out' }).click();
  await expect(other.getByRole('heading', { name: 'Welcome back' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Welcome back' })).toBeVisible();
});

test('another device is signed out by name, and all at once', async ({ page }) => {
  const member = await newMember();
  await tokenOf(member.email);
  await signIn(page, member.email, '/profile');
  await page.getByRole('button', { name: /^Sign out on / }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByText('Device signed out')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Sign out on / })).toHaveCount(0);
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(page.getByRole('heading', { name: 'Welcome back' })).toBeVisible();
});
