import { press } from '../support/keyboard.ts';
import { newAdministrator } from '../support/panel.ts';
import { appCode, codeAfter, letterAfter, newestLetter, newMember, PASSWORD, WORKSPACE } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

test('the workspace is asked for, and a wrong name explained', async ({ page }) => {
  await page.goto('/');
  const field = page.getByLabel('Workspace');
  await field.fill('no-such-place');
  await field.press('Enter');
  await expect(page.getByRole('alert')).toContainText('find that workspace');
  await field.fill(WORKSPACE);
  await field.press('Enter');
  await expect(page.getByText('Workspace: Acme')).toBeVisible();
});

test('who does not know the workspace is e-mailed a link to it', async ({ page, context }) => {
  const { email } = await newMember();
  await letterAfter(email, 0, /\?workspace=/);
  const before = await newestLetter(email);
  await page.goto('/');
  await press(page, page.getByRole('button', { name: 'Find my workspace' }));
  const field = page.getByLabel('E-mail address');
  await expect(field).toBeFocused();
  await context.setOffline(true);
  await page.keyboard.type(email);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('couldn’t reach the server');
  await expect(field).toHaveValue(email);
  await context.setOffline(false);
  await press(page, page.getByRole('button', { name: 'Send me the links' }));
  await expect(page.getByRole('status')).toHaveText(
    `If ${email} belongs to a workspace, we’ve sent it a link to sign in. Check your junk folder too.`,
  );
  const letter = await letterAfter(email, before, /You're a member of/);

  // An address that nobody has looks the same.
  await press(page, page.getByRole('button', { name: 'Use a different address' }));
  await expect(field).toBeFocused();
  const nobody = `nobody-${Date.now()}@acme.example`;
  await field.fill(nobody);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status')).toContainText(`If ${nobody} belongs to a workspace`);
  await press(page, page.getByRole('button', { name: 'Back' }));
  await expect(page.getByLabel('Workspace')).toBeFocused();

  const { search } = new URL(/https?:\/\/\S+\?workspace=\S+/.exec(letter)?.[0] ?? '');
  await page.goto(`/${search}`);
  await expect(page.getByText('Workspace: Acme')).toBeVisible();
  await expect(page.getByLabel('E-mail address')).toHaveValue(email);
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
  await expect(page.getByRole('alert')).toContainText('incorrect or has expired');
  const code = await codeAfter(email, before);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate(
    words => navigator.clipboard.writeText(words),
    `Your code: ${code.slice(0, 4)} ${code.slice(4)}.`,
  );
  // A code is good for one try: Enter after the paste must not send it again.
  const sent: string[] = [];
  page.on('request', request => request.url().endsWith('/v1/auth/verify') && sent.push(request.postData() ?? ''));
  await field.focus();
  await page.keyboard.press('ControlOrMeta+v');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Profile' })).toBeVisible();
  await expect(page).toHaveTitle('Profile · Trellis');
  expect(sent).toHaveLength(1);
});

test('the link of an invitation names workspace and address, and leaves the address line', async ({ page }) => {
  const { email } = await newMember();
  const invitation = await letterAfter(email, 0, /\?workspace=/);
  const link = /https?:\/\/\S+\?workspace=\S+/.exec(invitation)?.[0] ?? '';
  const { search } = new URL(link);
  await page.goto(`/${search}`);
  await expect(page.getByLabel('E-mail address')).toHaveValue(email);
  expect(page.url()).not.toContain('email=');
  await page.getByRole('button', { name: 'Send me a code' }).click();
  await expect(page.getByLabel('Code', { exact: true })).toBeVisible();
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
