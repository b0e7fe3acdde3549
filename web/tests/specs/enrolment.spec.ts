import { appCode, letterAfter, newMember, WORKSPACE } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

test('the link of an invitation leads to password, app and sign-in', async ({ page }) => {
  test.setTimeout(90_000);
  const { email } = await newMember('Ada Admin', ['admin']);
  const letter = await letterAfter(email, 0, /enrol#ticket=/);
  const path = /\/enrol#ticket=\S+/.exec(letter)?.[0] ?? '';
  await page.goto(path);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Set up your access');
  const password = `three plain words ${Date.now()}`;
  await page.getByLabel('New password').fill(password);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('img', { name: /QR code/ })).toBeVisible();
  const code = page.getByLabel('Code', { exact: true });
  await code.fill('000000');
  await expect(page.getByRole('alert')).toBeVisible();
  const first = await appCode(email);
  await code.fill(first);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.goto(`/?way=password&workspace=${WORKSPACE}`);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
  await code.waitFor();
  await expect.poll(() => appCode(email), { timeout: 40_000 }).not.toBe(first);
  await code.fill(await appCode(email));
  await expect(page.getByRole('heading', { level: 1, name: 'Hello, Ada' })).toBeVisible();
});

test('a link that is not whole says so', async ({ page }) => {
  await page.goto('/enrol');
  await expect(page.getByRole('alert')).toContainText('incomplete');
});
