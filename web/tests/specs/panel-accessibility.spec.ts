import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { call } from '../support/api.ts';
import { administrator, openAsAdministrator, openPanel, operatorToken } from '../support/panel.ts';
import { newMember, tokenOf } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** In both appearances: the page follows the system while it is open. */
async function check(page: Page, name: string): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await expect(page.getByText('Loading …')).toHaveCount(0);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
    const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' | ')}`);
    expect.soft(found, `${name}, ${colorScheme}`).toEqual([]);
  }
}

test.use({ contextOptions: { reducedMotion: 'reduce' } });
test.setTimeout(240_000);

test('every view of administrators', async ({ page }) => {
  const token = administrator();
  const member = await newMember('Alex Accessible', ['manager']);
  const group = await call<{ group_id: string }>('/v1/admin/groups', { method: 'POST', token, body: { name: 'Axe' } });
  await call(`/v1/admin/groups/${group.group_id}/members/${member.memberId}`, { method: 'PUT', token });
  await openAsAdministrator(page);
  await check(page, 'overview');
  const paths = [
    'people',
    'people?q=nobody-has-this-name',
    `people/${member.memberId}`,
    'people/invite',
    'groups',
    `groups/${group.group_id}`,
    'settings',
    'sign-in',
    'sign-in/new',
    'api-clients',
    'support',
    'audit',
    'no-such-page',
  ];
  for (const path of paths) {
    await page.goto(`/admin/${path}`);
    await check(page, path);
  }
  await call(`/v1/admin/groups/${group.group_id}`, { method: 'DELETE', token });
});

test('menus and dialogs of administrators', async ({ page }) => {
  const member = await newMember('Dana Dialog');
  // On a narrow page an open menu lies over what is below, which axe counts as too small to be hit.
  await page.setViewportSize({ width: 1280, height: 800 });
  await openAsAdministrator(page, 'people');
  await page.getByLabel('Account of Ada Admin').click();
  await check(page, 'account menu');
  await page.getByRole('button', { name: 'Language and appearance' }).click();
  await check(page, 'language and appearance');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  await check(page, 'invitation');
  await page.goto(`/admin/people/${member.memberId}`);
  await page.getByRole('button', { name: 'Deactivate' }).click();
  await check(page, 'deactivation');
  await page.goto('/admin/audit');
  await page
    .getByRole('button', { name: /^Details: / })
    .first()
    .click();
  await check(page, 'audit event');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/admin/people');
  await page.getByRole('button', { name: 'Open navigation' }).click();
  await check(page, 'navigation on a phone');
});

test('every view of managers and operators', async ({ page, browser, baseURL }) => {
  const manager = await newMember('Mia Manager', ['manager']);
  await openPanel(page, await tokenOf(manager.email), 'team');
  await check(page, 'team');
  await page.goto('/admin/settings');
  await check(page, 'refused');
  const context = await browser.newContext({ baseURL, reducedMotion: 'reduce' });
  const operator = await context.newPage();
  await openPanel(operator, await operatorToken());
  for (const path of [
    '',
    'platform/workspaces',
    'platform/workspaces/acme-corp',
    'platform/agents',
    'platform/dead-letters',
  ]) {
    await operator.goto(`/admin/${path}`);
    await check(operator, `operator: ${path}`);
  }
  await context.close();
});
