import { newAdministrator, openAsAdministrator } from '../support/panel.ts';
import { appCode, letterAfter, newestLetter, PASSWORD, WORKSPACE } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

test('an administrator recovers another one, who sets up password and app anew', async ({ page, browser, baseURL }) => {
  test.setTimeout(150_000);
  const { email, memberId } = await newAdministrator('Lotte Lost');
  const before = await newestLetter(email);
  await openAsAdministrator(page, `people/${memberId}`);
  await page.getByRole('button', { name: 'Recover access' }).click();
  await expect(page.getByRole('dialog')).toContainText('Their password and authenticator app stop working');
  await page.getByRole('button', { name: 'Recover access for Lotte Lost' }).click();
  await expect(page.getByText(`New set-up link sent to ${email}`)).toBeVisible();

  // The member's own browser.
  const own = await (await browser.newContext({ baseURL, locale: 'en-GB' })).newPage();
  async function givePassword(password: string) {
    await own.goto(`/?way=password&workspace=${WORKSPACE}`);
    await own.getByLabel('E-mail address').fill(email);
    await own.getByLabel('Password').fill(password);
    await own.keyboard.press('Enter');
  }
  await givePassword(PASSWORD);
  await expect(own.getByRole('alert')).toContainText('Incorrect e-mail or password');

  const letter = await letterAfter(email, before, /enrol#ticket=/);
  await own.goto(/\/enrol#ticket=\S+/.exec(letter)?.[0] ?? '');
  const password = `other plain words ${Date.now()}`;
  await own.getByLabel('New password').fill(password);
  await own.getByRole('button', { name: 'Continue' }).click();
  await expect(own.getByRole('img', { name: /QR code/ })).toBeVisible();
  const code = own.getByLabel('Code', { exact: true });
  await code.fill(await appCode(email));
  await expect(own.getByText('Sign in with your password and the next code from the app.')).toBeVisible();

  await givePassword(password);
  await code.waitFor();
  await code.fill(await appCode(email));
  await expect(own.getByRole('heading', { level: 1, name: 'Hello, Lotte' })).toBeVisible();
  await own.context().close();
});
