import { newAdministrator, openAsAdministrator } from '../support/panel.ts';
import { appCode, letterAfter, newestLetter, PASSWORD, WORKSPACE } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

test('an administrator recovers another one, who sets up password and app anew', async ({ page, browser, baseURL }) => {
  test.setTimeout(150_000);
  const { email, memberId } = await newAdministrator('Lotte Lost');
  const before = await newestLetter(email);
  await openAsAdministrator(page, `people/${memberId}`);
  await page.getByRole('button', { name: 'Recover access' }).click();
  await expect(page.getByRole('dialog')).toContainText('Password and authenticator app stop working');
  await page.getByRole('button', { name: 'Recover Lotte Lost' }).click();
  await expect(page.getByText(`A new link is on its way to ${email}.`)).toBeVisible();

  // The member's own browser.
  const own = await (await browser.newContext({ baseURL, locale: 'en-GB' })).newPage();
  async function givePassword(password: string) {
    await own.goto(`/?way=password&workspace=${WORKSPACE}`);
    await own.getByLabel('E-mail address').fill(email);
    await own.getByLabel('Password').fill(password);
    await own.keyboard.press('Enter');
  }
  await givePassword(PASSWORD);
  await expect(own.getByRole('alert')).toContainText('Address or password is not right');

  const letter = await letterAfter(email, before, /enrol#ticket=/);
  await own.goto(/\/enrol#ticket=\S+/.exec(letter)?.[0] ?? '');
  const password = `other plain words ${Date.now()}`;
  await own.getByLabel('New password').fill(password);
  await own.getByRole('button', { name: 'Continue' }).click();
  await expect(own.getByRole('img', { name: /QR code/ })).toBeVisible();
  const code = own.getByLabel('Code', { exact: true });
  await code.fill(await appCode(email));
  await expect(own.getByText('Sign in with your password and the app’s next code.')).toBeVisible();

  await givePassword(password);
  await code.waitFor();
  await code.fill(await appCode(email));
  await expect(own.getByRole('heading', { level: 1, name: 'Hello, Lotte' })).toBeVisible();
  await own.context().close();
});
