import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import { call, pause } from './api.ts';

export const WORKSPACE = 'acme';
export const ADMIN = 'admin@acme.example';
export const PASSWORD = 'trellis demo password';
const AUTHOR = 'author@acme.example';

interface Letters {
  items: { id: number; text: string }[];
}

async function letters(email: string): Promise<Letters['items']> {
  return (await call<Letters>(`/_local/mailbox?to=${encodeURIComponent(email)}`)).items;
}

/** The id of the newest letter to an address: what comes later is new. */
export async function newestLetter(email: string): Promise<number> {
  return (await letters(email))[0]?.id ?? 0;
}

/** What a new letter to an address says. */
export async function letterAfter(email: string, id: number, contains: RegExp): Promise<string> {
  for (let tries = 0; tries < 100; tries += 1) {
    const fresh = (await letters(email)).find(letter => letter.id > id && contains.test(letter.text));
    if (fresh) return fresh.text;
    await pause(100);
  }
  throw new Error(`no letter came to ${email}`);
}

export async function codeAfter(email: string, id: number): Promise<string> {
  return /\b\d{8}\b/.exec(await letterAfter(email, id, /\b\d{8}\b/))?.[0] ?? '';
}

/** A code of the app that has not been used: each works once, and the next one comes within half a minute. */
export async function appCode(email: string): Promise<string> {
  for (let tries = 0; tries < 100; tries += 1) {
    const { items } = await call<{ items: { code: string | null }[] }>(
      `/_local/authenticator?email=${encodeURIComponent(email)}`,
    );
    if (items[0]?.code) return items[0].code;
    await pause(400);
  }
  throw new Error(`the app of ${email} has no code`);
}

/** A token by e-mail code. */
export async function tokenOf(email: string): Promise<string> {
  const before = await newestLetter(email);
  const body = { workspace: WORKSPACE, email };
  const { session } = await call<{ session: string }>('/v1/auth/start', { method: 'POST', body });
  const code = await codeAfter(email, before);
  const verified = { method: 'POST', body: { session, code } };
  return (await call<{ access_token: string }>('/v1/auth/verify', verified)).access_token;
}

/** A token by password and app. */
export async function passwordToken(workspace: string, email: string): Promise<string> {
  for (let tries = 0; ; tries += 1) {
    const body = { workspace, email, password: PASSWORD };
    const { session } = await call<{ session: string }>('/v1/auth/password', { method: 'POST', body });
    const verified = { method: 'POST', body: { session, code: await appCode(email) } };
    try {
      return (await call<{ access_token: string }>('/v1/auth/verify', verified)).access_token;
    } catch (error) {
      // Somebody else has used the same code meanwhile.
      if (tries === 3) throw error;
    }
  }
}

export function adminToken(): Promise<string> {
  return passwordToken(WORKSPACE, ADMIN);
}

export function authorToken(): Promise<string> {
  return tokenOf(AUTHOR);
}

export interface Member {
  email: string;
  name: string;
  memberId: string;
}

interface Place {
  region?: string;
  manager_id?: string;
}

/** Somebody new, so that a test does not depend on what others have left. */
export async function newMember(name = 'Robin Reader', roles: string[] = [], place: Place = {}): Promise<Member> {
  const word = name
    .split(' ')[0]
    ?.toLowerCase()
    .normalize('NFD')
    .replaceAll(/[^a-z]/g, '');
  const email = `${word}-${randomBytes(5).toString('hex')}@acme.example`;
  const token = process.env.TRELLIS_TEST_ADMIN ?? '';
  const body = { email, name, ...(roles.length > 0 && { roles }), ...place };
  const person = await call<{ member_id: string }>('/v1/admin/people', { method: 'POST', token, body });
  return { email, name, memberId: person.member_id };
}

/** Signs in as people do: address, letter, code. */
export async function signIn(page: Page, email: string, path = '/'): Promise<void> {
  await page.goto(`${path}${path.includes('?') ? '&' : '?'}workspace=${WORKSPACE}`);
  await enterAddressAndCode(page, email);
  await page.locator('header summary').waitFor();
}

export async function enterAddressAndCode(page: Page, email: string): Promise<void> {
  const before = await newestLetter(email);
  await page.locator('input[name=email]').fill(email);
  await page.locator('input[name=email]').press('Enter');
  const field = page.locator('input[name=code]');
  await field.waitFor();
  await field.fill(await codeAfter(email, before));
}
