import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { call } from '../support/api.ts';
import { administrator, openAsAdministrator } from '../support/panel.ts';
import { WORKSPACE } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

interface Provider {
  id: string;
  name: string;
  domain: string;
}

let connected: Provider;

/** A provider that nobody runs: tests look at the way there and back. */
test.beforeEach(async () => {
  const unique = randomBytes(4).toString('hex');
  const [name, domain] = [`Company ${unique}`, `${unique}.example`];
  const file = await readFile('../../tests/sso/metadata.xml', 'utf8');
  const metadata = file.replace(/entityID="[^"]+"/, `entityID="https://${domain}/saml"`);
  const rules = { domains: [domain], enforced: true, link_by_verified_email: true };
  const body = { name, protocol: { kind: 'saml', metadata }, ...rules };
  const made = await call<{ identity_provider_id: string }>('/v1/admin/identity-providers', {
    method: 'POST',
    token: administrator(),
    body,
  });
  connected = { id: made.identity_provider_id, name, domain };
});

test.afterEach(() =>
  call(`/v1/admin/identity-providers/${connected.id}`, { method: 'DELETE', token: administrator() }),
);

/** Stops at the provider's door: to where the API has sent the browser. */
async function stopAtProvider(page: Page): Promise<{ asked: () => URLSearchParams; sentTo: () => URL }> {
  let [asked, sentTo] = ['', ''];
  await page.route('**/v1/auth/sso/start?*', async route => {
    const response = await route.fetch({ maxRedirects: 0 });
    asked = route.request().url();
    sentTo = response.headers().location ?? '';
    const cookie = response.headers()['set-cookie'] ?? '';
    await route.fulfill({ contentType: 'text/plain', headers: { 'set-cookie': cookie }, body: 'At the provider' });
  });
  return { asked: () => new URL(asked).searchParams, sentTo: () => new URL(sentTo) };
}

test('the company’s own sign-in is offered and leads there; who is refused there reads so and can begin again', async ({
  page,
}) => {
  const door = await stopAtProvider(page);
  await page.goto(`/catalogue?workspace=${WORKSPACE}`);
  const link = page.getByRole('link', { name: `Continue with ${connected.name}` });
  await link.click();
  await expect(page.getByText('At the provider')).toBeVisible();
  expect(Object.fromEntries(door.asked())).toEqual({
    workspace: WORKSPACE,
    provider: connected.id,
    return_to: '/catalogue',
  });
  expect(door.sentTo().searchParams.get('identity_provider')).toBeTruthy();

  const state = door.sentTo().searchParams.get('state') ?? '';
  await page.goto(`/v1/auth/sso/callback?${new URLSearchParams({ state, error: 'access_denied' })}`);
  await expect(page.getByRole('alert')).toHaveText(/^The identity provider did not let you in\./);
  await expect(link).toBeVisible();
  await page.reload();
  await expect(link).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('whose address belongs to a provider is sent there instead of a code', async ({ page }) => {
  const door = await stopAtProvider(page);
  await page.goto(`/?workspace=${WORKSPACE}`);
  await page.getByLabel('E-mail address').fill(`ann@${connected.domain}`);
  await page.getByRole('button', { name: 'Send me a code' }).click();
  await expect(page.getByText(`People at ${connected.domain} sign in with their company account.`)).toBeVisible();
  await page.getByRole('link', { name: 'Go to company sign-in' }).click();
  await expect(page.getByText('At the provider')).toBeVisible();
  expect(Object.fromEntries(door.asked())).toEqual({
    workspace: WORKSPACE,
    domain: connected.domain,
    return_to: '/',
  });
});

test('an administrator tries a provider: nobody is signed in, and what came of it stands in the panel', async ({
  page,
}) => {
  let sentTo = '';
  await page.route('**/oauth2/authorize?*', route => {
    sentTo = route.request().url();
    return route.fulfill({ contentType: 'text/plain', body: 'At the provider' });
  });
  await openAsAdministrator(page, `sign-in/${connected.id}`);
  await page.getByRole('button', { name: 'Start test sign-in' }).click();
  await expect(page.getByText('At the provider')).toBeVisible();
  const state = new URL(sentTo).searchParams.get('state') ?? '';
  const refused = { state, error: 'access_denied', error_description: 'Not assigned to the application' };
  await page.goto(`/v1/auth/sso/callback?${new URLSearchParams(refused)}`);
  await expect(page).toHaveURL(new RegExp(`/admin/sign-in/${connected.id}\\?test=`));
  await expect(page.getByRole('alert')).toHaveText('The provider didn’t let you in.');
  await expect(page.getByText('access_denied: Not assigned to the application')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Repeat test sign-in' })).toBeVisible();
});
