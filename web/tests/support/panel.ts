import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import { call } from './api.ts';
import { appCode, letterAfter, type Member, newMember, PASSWORD, passwordToken, WORKSPACE } from './people.ts';

interface Claims {
  member_id: string;
}

function memberOf(token: string): string {
  const claims: Claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  return claims.member_id;
}

/**
 * Opens the panel as somebody whose token there is. An authenticator app gives one code in half a minute, too few for every test to sign in:
 * one test does as people do, the others begin with the token that a refresh would bring.
 */
export async function openPanel(page: Page, token: string, path = ''): Promise<void> {
  await page.route('**/v1/auth/refresh', route =>
    route.fulfill({ json: { access_token: token, token_type: 'Bearer', expires_in: 3600 } }),
  );
  await page.addInitScript(member => localStorage.setItem('trellis.member', member), memberOf(token));
  await page.goto(`/admin/${path}`);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
}

/** Where there is little room the navigation is behind a button. */
export async function openNavigation(page: Page): Promise<void> {
  const open = page.getByRole('banner').getByRole('button', { name: /navigation/i });
  await page.getByLabel(/^Account of|^Konto von/).waitFor();
  if (await open.isVisible()) await open.click();
}

export function administrator(): string {
  return process.env.TRELLIS_TEST_ADMIN ?? '';
}

export function operator(): string {
  return process.env.TRELLIS_TEST_OPERATOR ?? '';
}

export function openAsAdministrator(page: Page, path = ''): Promise<void> {
  return openPanel(page, administrator(), path);
}

/** Sets up password and app from the letter, as the enrolment page does. */
async function enrolBy(email: string, letter: number): Promise<void> {
  const text = await letterAfter(email, letter, /#ticket=\S+/);
  const ticket = decodeURIComponent(/#ticket=(\S+)/.exec(text)?.[1] ?? '');
  await call('/v1/auth/enrolment/password', { method: 'POST', body: { ticket, password: PASSWORD } });
  await call('/v1/auth/enrolment/code', { method: 'POST', body: { ticket, code: await appCode(email) } });
}

/** An administrator of this test's own: everybody's would soon have tried too often. */
export async function newAdministrator(name: string): Promise<Member> {
  const member = await newMember(name, ['admin']);
  await enrolBy(member.email, 0);
  return member;
}

/** What somebody else changes in the settings meanwhile; others may do so as well. */
export async function changeSettings(token: string, body: unknown): Promise<void> {
  const path = '/v1/admin/workspace';
  for (let tries = 0; ; tries += 1) {
    const { version } = await call<{ version: number }>(path, { token });
    try {
      return await call(path, { method: 'PATCH', token, headers: { 'if-match': `"${version}"` }, body });
    } catch (error) {
      if (tries === 4 || !String(error).includes(': 412')) throw error;
    }
  }
}

const OPERATOR = 'operator@trellis.example';

/** A token of somebody who runs the platform. The operators' own workspace is opened by the function that opens the first one. */
export async function operatorToken(): Promise<string> {
  const administrator = { email: OPERATOR, name: 'Olga Operator' };
  const body = { workspace: 'platform', name: 'Platform', tier: 'standard', administrator };
  const aws = process.env.TRELLIS_TEST_AWS ?? '';
  await fetch(`${aws}/2015-03-31/functions/open-workspace/invocations`, { method: 'POST', body: JSON.stringify(body) });
  try {
    return await passwordToken('platform', OPERATOR);
  } catch {
    await enrolBy(OPERATOR, 0);
    return passwordToken('platform', OPERATOR);
  }
}

/** A token of somebody of support who has been let into the workspace. */
export async function supportToken(): Promise<string> {
  const email = `agent-${randomBytes(5).toString('hex')}@trellis.example`;
  const agent = { email, name: 'Sam Support' };
  await call('/v1/platform/agents', { method: 'POST', token: await operatorToken(), body: agent });
  const access = { agent_email: email, hours: 1, reason: 'A course does not look right' };
  await call('/v1/admin/support-access', { method: 'POST', token: administrator(), body: access });
  await enrolBy(email, 0);
  return passwordToken(WORKSPACE, email);
}
