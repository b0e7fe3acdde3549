import { newAdministrator } from '../support/panel.ts';
import { appCode, codeAfter, newestLetter, newMember, PASSWORD, WORKSPACE } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

test('the workspace is asked for, and a wrong name explained', async ({ page }) => {
  await page.goto('/');
  const field = page.getByLabel('Workspace');
  await field.fill('no-such-place');
  await field.press('Enter');
  await expect(page.getByRole('alert')).toContainText('no workspace with this name');
  await field.fill(WORKSPACE);
  await field.press('Enter');
  await expect(page.getByText('Workspace: Acme')).toBeVisible();
});

test('a code is refused, pasted whole, and opens the page that was asked for', async ({ page, context }) => {
  const { email } = await newMember();
  const before = await newestLetter(email);
  await page.goto(`/profile?workspace=${WORKSPACE}`);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByRole('button', { name: 'Send me a code' }).click();
  const field = page.getByLabel('Code', { exact: true });
  await expect(field).toBeFocused();
  await expect(field).toHaveAttribute('autocomplete', 'one-time-code');
  await expect(page.getByRole('button', { name: /New code in/ })).toBeDisabled();
  await field.fill('00000000');
  await expect(page.getByRole('alert')).toContainText('not right');
  const code = await codeAfter(email, before);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate(
    words => navigator.clipboard.writeText(words),
    `Your code: ${code.slice(0, 4)} ${code.slice(4)}.`,
  );
  await field.focus();
  await page.keyboard.press('ControlOrMeta+v');
  await expect(page.getByRole('heading', { level: 1, name: 'Profile' })).toBeVisible();
  await expect(page).toHaveTitle('Profile · Trellis');
});

test('an address that nobody has looks the same', async ({ page }) => {
  await page.goto(`/?workspace=${WORKSPACE}`);
  await page.getByLabel('E-mail address').fill(`nobody-${Date.now()}@acme.example`);
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Code', { exact: true })).toBeVisible();
});

test('password and app open both applications', async ({ page }) => {
  test.setTimeout(90_000);
  const { email } = await newAdministrator('Paula Password');
  await page.goto(`/admin/?workspace=${WORKSPACE}`);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill('not the password');
  await page.keyboard.press('Enter');
  const code = page.getByLabel('Code', { exact: true });
  const refused = page.getByRole('alert');
  await expect(code.or(refused)).toBeVisible();
  await page.reload();
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  // Each of the app's codes works once, and setting it up has taken one.
  const inside = page.getByRole('heading', { level: 1, name: 'Hello, Paula' });
  await code.waitFor();
  await expect(async () => {
    if (await code.isVisible()) await code.fill(await appCode(email));
    await expect(inside).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 70_000, intervals: [8_000] });
  await page.goto('/');
  await page.locator('summary').click();
  await expect(page.getByRole('link', { name: 'Administration' })).toBeVisible();
});
