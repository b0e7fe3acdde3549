import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { call } from '../support/api.ts';
import {
  administrator,
  changeSettings,
  openAsAdministrator,
  openNavigation,
  openPanel,
  operator,
} from '../support/panel.ts';
import { ADMIN, appCode, newMember, PASSWORD, tokenOf } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

const id = () => randomBytes(4).toString('hex');

test('a member chooses a language, which follows them', async ({ page }) => {
  const member = await newMember('Lara Language', ['manager']);
  await openPanel(page, await tokenOf(member.email));
  await page.getByLabel('Account of Lara Language').click();
  await page.getByRole('button', { name: 'Language and appearance' }).click();
  await page.getByRole('radio', { name: 'Deutsch' }).click();
  await expect(page.getByRole('dialog', { name: 'Sprache und Darstellung' })).toBeVisible();
  await page.evaluate(() => localStorage.removeItem('trellis.locale'));
  await page.reload();
  await openNavigation(page);
  await expect(
    page.getByRole('navigation', { name: 'Verwaltung' }).getByRole('link', { name: 'Mein Team' }),
  ).toBeVisible();
});

test('an administrator signs in with password and app, and leaves', async ({ page }) => {
  await page.goto('/admin/?workspace=acme');
  await page.getByLabel('E-mail address').fill(ADMIN);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  const field = page.getByLabel('Code', { exact: true });
  const account = page.getByLabel('Account of Ada Admin');
  // Each of the app's codes works once, and others sign in as well.
  for (let tries = 0; tries < 6 && !(await account.isVisible()); tries += 1) {
    await field.fill(await appCode(ADMIN));
    await account.waitFor({ timeout: 8_000 }).catch(() => undefined);
  }
  await account.click();
  await page.getByRole('button', { name: 'Language and appearance' }).click();
  await page.getByRole('radio', { name: 'Dark' }).check();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.keyboard.press('Escape');
  await account.click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByLabel('Password')).toBeVisible();
});

test('colours are seen before they are saved, and two changes at once are settled', async ({ page, isMobile }) => {
  // One workspace for each size of the page: both may run at once.
  const token = isMobile ? operator() : administrator();
  const before = await call<{ time_zone: string }>('/v1/admin/workspace', { token });
  const [mine, theirs] = before.time_zone === 'Europe/Rome' ? ['UTC', 'Asia/Tokyo'] : ['Europe/Rome', 'Asia/Kolkata'];
  await openPanel(page, token, 'settings');
  await page.getByLabel('Primary colour', { exact: true }).fill('#ffee00');
  await expect(page.getByText(/#ffee00 has too little contrast here/)).toBeVisible();
  await page.getByLabel('Primary colour', { exact: true }).fill('yellow');
  await expect(page.getByRole('alert').getByText('Enter a colour such as #1f4e79.')).toBeVisible();
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.getByLabel('Time zone').selectOption(mine);
  await changeSettings(token, { time_zone: theirs });
  await page.getByRole('button', { name: 'Save changes' }).click();
  const dialog = page.getByRole('dialog', { name: 'Someone else made changes' });
  await expect(dialog.getByText(theirs)).toBeVisible();
  await dialog.getByRole('button', { name: 'Save choice' }).click();
  await expect(page.getByText('Changes saved')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Time zone')).toHaveValue(mine);
});

test('a review before publishing is required by a switch', async ({ page }) => {
  const path = '/v1/admin/workspace';
  const settings = await call<object>(path, { token: administrator() });
  const sent: unknown[] = [];
  // Whoever publishes something meanwhile is not held up.
  await page.route(`**${path}`, route => {
    if (route.request().method() !== 'PATCH') return route.continue();
    sent.push(route.request().postDataJSON());
    return route.fulfill({ headers: { etag: '"9"' }, json: { ...settings, courses_need_review: true } });
  });
  await openAsAdministrator(page, 'settings');
  await page.getByRole('checkbox', { name: 'Require review before publishing' }).check();
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByText('Changes saved')).toBeVisible();
  expect(sent).toEqual([{ courses_need_review: true }]);
});

test('a logo is made small, shown everywhere, and taken away again', async ({ page }) => {
  await openAsAdministrator(page, 'settings');
  await page.getByLabel('Logo', { exact: true }).setInputFiles({
    name: 'notes.png',
    mimeType: 'image/png',
    buffer: Buffer.from('no picture at all'),
  });
  await expect(page.getByRole('alert')).toContainText('be used as a logo');
  const large = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [1600, 400];
    const brush = canvas.getContext('2d');
    for (let x = 0; x < 1600; x += 4) {
      if (brush) brush.fillStyle = `hsl(${x % 360} 80% ${30 + (x % 40)}%)`;
      brush?.fillRect(x, 0, 4, 400);
    }
    return canvas.toDataURL('image/png');
  });
  const buffer = Buffer.from(large.slice(large.indexOf(',') + 1), 'base64');
  await page.getByLabel('Logo', { exact: true }).setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer });
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('header img')).toBeVisible();
  await page.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('header img')).toHaveCount(0);
});

test('a SAML provider is connected, ruled, turned off and disconnected', async ({ page }) => {
  const [name, metadata] = [`Company ${id()}`, await readFile('../../tests/sso/metadata.xml', 'utf8')];
  await openAsAdministrator(page, 'sign-in/new');
  await page.getByRole('radio', { name: 'SAML 2.0' }).check();
  await page.getByLabel('Name', { exact: true }).first().fill(name);
  await page
    .getByLabel('Metadata', { exact: true })
    .fill(metadata.replace(/entityID="[^"]+"/, `entityID="https://${id()}.example/saml"`));
  await page.getByLabel('E-mail domains').fill(`${id()}.example`);
  await page.getByRole('button', { name: 'Add group' }).click();
  await page.getByLabel('Provider group').fill('leads');
  await page.getByLabel('Role', { exact: true }).selectOption('manager');
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(page.getByText(/urn:amazon:cognito:sp:/)).toBeVisible();
  await expect(page.getByText(/\/v1\/auth\/sso\/start\?workspace=acme/)).toBeVisible();
  await page.getByRole('checkbox', { name: 'Create accounts automatically' }).check();
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByText('Changes saved')).toBeVisible();
  await page.getByRole('button', { name: 'Disable' }).click();
  await expect(page.getByRole('button', { name: 'Enable' })).toBeVisible();
  await page.getByRole('button', { name: 'Disconnect' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/to confirm/).fill(name);
  await dialog.getByRole('button', { name: 'Disconnect' }).click();
  await expect(page.getByText(`${name} disconnected`)).toBeVisible();
});

test('what the API refuses is said in its own words', async ({ page }) => {
  await openAsAdministrator(page, 'sign-in/new');
  await page.getByLabel('Name', { exact: true }).first().fill('Nowhere');
  await page.getByRole('radio', { name: 'SAML 2.0' }).check();
  await page.getByLabel('Metadata', { exact: true }).fill('<nothing/>');
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText(/metadata|entity|XML/i);
});

test('a program gets a secret once, a new one, and is revoked', async ({ page }) => {
  const name = `Payroll ${id()}`;
  await openAsAdministrator(page, 'api-clients');
  await page.getByRole('button', { name: 'Create API client' }).first().click();
  await page.getByRole('dialog').getByLabel('Name').fill(name);
  await page.getByLabel('Read people and groups').check();
  await page.getByRole('button', { name: 'Create client' }).click();
  const shown = page.getByRole('dialog', { name: `Credentials for ${name}` });
  const first = await shown.locator('code').nth(1).textContent();
  await page.keyboard.press('Escape');
  await expect(shown).toBeVisible();
  await shown.getByRole('button', { name: 'I’ve stored the secret' }).click();
  await page.getByRole('button', { name: `Rotate the secret of ${name}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Rotate secret' }).click();
  await expect(shown).toBeVisible();
  expect(await shown.locator('code').nth(1).textContent()).not.toBe(first);
  await shown.getByRole('button', { name: 'I’ve stored the secret' }).click();
  await page.getByRole('button', { name: `Revoke ${name}` }).click();
  await page
    .getByRole('dialog')
    .getByLabel(/to confirm/)
    .fill(name);
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByText(`${name} revoked`)).toBeVisible();
});

test('the log shows what was changed, by whom, and can be narrowed', async ({ page }) => {
  const member = await newMember('Aura Audited');
  await call(`/v1/admin/people/${member.memberId}`, {
    method: 'PATCH',
    token: administrator(),
    body: { region: 'Ulm' },
  });
  await openAsAdministrator(page, `people/${member.memberId}`);
  await page.getByRole('link', { name: 'History' }).click();
  await page.getByLabel('Event', { exact: true }).selectOption('member.updated');
  await expect(page.getByRole('row')).toHaveCount(2);
  await page.getByRole('button', { name: /^Details: Member updated/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Member updated' });
  await expect(dialog.getByText('Ada Admin')).toBeVisible();
  await expect(dialog.getByRole('row', { name: /region/ })).toContainText('Ulm');
  await dialog.getByRole('button', { name: 'Only events by this actor' }).click();
  await expect(page).toHaveURL(/actor=/);
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(page).not.toHaveURL(/target=/);
});

test('operators open, suspend, resume and close a workspace, and support is let in and out', async ({
  page,
  browser,
  baseURL,
}) => {
  test.setTimeout(180_000);
  const workspace = `tests-${id()}`;
  const agent = { name: `Sam Support ${id()}`, email: `sam-${id()}@trellis.example` };
  await openPanel(page, operator(), 'platform/workspaces');
  await page.getByRole('button', { name: 'Create workspace' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill('Tests & Co');
  await dialog.getByLabel('Workspace', { exact: true }).fill(workspace);
  await dialog.getByLabel('First administrator').fill('Fiona First');
  await dialog.getByLabel('Administrator’s e-mail address').fill(`fiona@${workspace}.example`);
  await dialog.getByRole('button', { name: 'Create workspace' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Tests & Co' })).toBeVisible();
  await page.getByRole('button', { name: 'Suspend' }).click();
  await page.getByRole('button', { name: 'Suspend Tests & Co' }).click();
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByRole('button', { name: 'Suspend' })).toBeVisible();
  await page.getByLabel('Days of data retention after closure').fill('31');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByText('Changes saved')).toBeVisible();
  await page.getByRole('button', { name: 'Close permanently' }).click();
  await dialog.getByLabel(/to confirm/).fill(workspace);
  await dialog.getByRole('button', { name: 'Close permanently' }).click();
  await expect(page.getByText('Tests & Co closed')).toBeVisible();
  await openNavigation(page);
  await page.getByRole('link', { name: 'Dead letters' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Dead letters' })).toBeVisible();

  await openNavigation(page);
  await page.getByRole('link', { name: 'Support agents' }).click();
  await page.getByRole('button', { name: 'Add agent' }).first().click();
  await dialog.getByLabel('Name').fill(agent.name);
  await dialog.getByLabel('E-mail address').fill(agent.email);
  await dialog.getByRole('button', { name: 'Add agent', exact: true }).click();
  await expect(page.getByText(`${agent.name} added`)).toBeVisible();

  // Somebody else's browser: tabs of one agree on who it is.
  const other = await (await browser.newContext({ baseURL, locale: 'en-GB' })).newPage();
  await openAsAdministrator(other, 'support');
  await other.getByRole('button', { name: 'Grant access' }).first().click();
  await other.getByRole('dialog').getByLabel('Agent’s e-mail address').fill(agent.email);
  await other.getByRole('dialog').getByLabel('Reason').fill('A course does not open');
  await other.getByRole('dialog').getByRole('button', { name: 'Grant access' }).click();
  await other.getByRole('button', { name: `Revoke access for ${agent.name}` }).click();
  await other
    .getByRole('dialog')
    .getByRole('button', { name: `Revoke access for ${agent.name}` })
    .click();
  await expect(other.getByText(`Access for ${agent.name} revoked`)).toBeVisible();
  await other.context().close();

  await page.getByRole('button', { name: `Remove ${agent.name}` }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: `Remove ${agent.name}` })
    .click();
  await expect(page.getByText(`${agent.name} removed`)).toBeVisible();
});
