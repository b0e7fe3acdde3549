import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { call } from '../support/api.ts';
import { administrator, openAsAdministrator, openNavigation, openPanel } from '../support/panel.ts';
import { newMember, tokenOf } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

function fresh(name: string): { name: string; email: string } {
  const id = randomBytes(4).toString('hex');
  return { name: `${name} ${id}`, email: `${name.toLowerCase().replaceAll(' ', '-')}-${id}@acme.example` };
}

async function heading(page: Page, name: string | RegExp): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

test('somebody is invited by keyboard, found, changed, deactivated and let in again', async ({ page }) => {
  const person = fresh('Paula Packer');
  await openAsAdministrator(page, 'people');
  const invite = page.getByRole('button', { name: 'Invite', exact: true });
  await invite.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Invite somebody' });
  await dialog.getByLabel('Name').focus();
  await page.keyboard.type(person.name);
  await page.keyboard.press('Tab');
  await page.keyboard.type(person.email);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await expect(page.getByText(`${person.name} has been invited.`)).toBeVisible();
  await expect(invite).toBeFocused();

  await page.getByLabel('Search by name').fill(person.name);
  await page.getByRole('link', { name: person.name }).click();
  await heading(page, person.name);
  await expect(page.getByRole('checkbox', { name: 'Manager' })).toBeChecked();
  await page.getByLabel('Region', { exact: true }).fill('Hamburg');
  await page.getByRole('button', { name: 'Choose (Reports to)' }).click();
  await page.getByLabel('Reports to').fill('Mara');
  await page.getByRole('button', { name: /^Mara Manager/ }).click();
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Region', { exact: true })).toHaveValue('Hamburg');
  await expect(page.getByText('Mara Manager')).toBeVisible();

  await page.getByRole('button', { name: 'Send invitation again' }).click();
  await expect(page.getByText(`The invitation to ${person.name} is on its way again.`)).toBeVisible();
  await page.getByRole('button', { name: 'Deactivate' }).click();
  await page.getByRole('button', { name: `Deactivate ${person.name}` }).click();
  await expect(page.getByText(`${person.name} is deactivated.`)).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: 'Send invitation again' })).toBeVisible();
});

test('two administrators change the same member: one sees both versions', async ({ page }) => {
  const member = await newMember('Carla Clash');
  await openAsAdministrator(page, `people/${member.memberId}`);
  await page.getByLabel('Region', { exact: true }).fill('Mine');
  await page.getByLabel('Name').fill('Carla Mine');
  const body = { region: 'Theirs', name: 'Carla Theirs' };
  await call(`/v1/admin/people/${member.memberId}`, { method: 'PATCH', token: administrator(), body });
  await page.getByRole('button', { name: 'Save changes' }).click();
  const dialog = page.getByRole('dialog', { name: 'Changed in the meantime' });
  await expect(dialog.getByText('Carla Theirs')).toBeVisible();
  await expect(dialog.getByText('Carla Mine')).toBeVisible();
  await dialog
    .getByRole('group', { name: /“Name”/ })
    .getByRole('radio', { name: 'Keep theirs' })
    .check();
  await dialog.getByRole('button', { name: 'Save this choice' }).click();
  await heading(page, 'Carla Theirs');
  await expect(page.getByLabel('Region', { exact: true })).toHaveValue('Mine');
});

test('rows are invited at once, and those that are refused are corrected', async ({ page }) => {
  const [good, bad] = [fresh('Gina Good'), fresh('Bert Bad')];
  await openAsAdministrator(page, 'people/invite');
  const rows = [
    'email;name;roles',
    `${good.email};${good.name};author`,
    `${bad.email};"${bad.name}";king`,
    'nobody;Without Address;',
  ];
  await page.getByLabel('Rows to invite').fill(rows.join('\n'));
  await expect(page.getByText('Line 4: name or e-mail address is missing.')).toBeVisible();
  await expect(page.getByText('2 people ready')).toBeVisible();
  await page.getByRole('button', { name: 'Send invitations' }).click();
  await expect(page.getByText('1 invited · 1 refused · 0 open')).toBeVisible();
  await page.getByRole('button', { name: 'Correct the refused rows' }).click();
  const field = page.getByLabel('Rows to invite');
  await expect(field).toHaveValue(/king/);
  await field.fill((await field.inputValue()).replace('king', 'manager'));
  await page.getByRole('button', { name: 'Send invitations' }).click();
  await expect(page.getByText('1 invited · 0 refused · 0 open')).toBeVisible();
  await page.getByRole('link', { name: bad.name }).click();
  await expect(page.getByRole('checkbox', { name: 'Manager' })).toBeChecked();
});

test('the list is written into a file that no spreadsheet runs', async ({ page }) => {
  const id = randomBytes(4).toString('hex');
  const person = { name: `=${id} "Quote", Quentin`, email: `quentin-${id}@acme.example` };
  await call('/v1/admin/people', { method: 'POST', token: administrator(), body: person });
  await openAsAdministrator(page, `people?q=${encodeURIComponent(person.name)}`);
  await expect(page.getByRole('link', { name: person.name })).toBeVisible();
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export CSV' }).click();
  const download = await waiting;
  const content = await readFile(await download.path(), 'utf8');
  expect(download.suggestedFilename()).toBe('people.csv');
  expect(content).toContain('Name,E-mail address');
  expect(content).toContain(`"'${person.name.replaceAll('"', '""')}"`);
});

test('a group is made, filled, renamed and deleted by its name', async ({ page }) => {
  const [name, member] = [`Night shift ${randomBytes(4).toString('hex')}`, await newMember('Gustav Group')];
  await openAsAdministrator(page, 'groups');
  await page.getByRole('button', { name: 'New group' }).first().click();
  await page.getByRole('dialog').getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Make group' }).click();
  await heading(page, name);

  await page.getByLabel('Add somebody').fill('Gustav');
  await page
    .getByRole('button', { name: new RegExp(member.email) })
    .or(page.getByRole('button', { name: /^Gustav/ }))
    .first()
    .click();
  await expect(page.getByRole('link', { name: 'Gustav Group' })).toBeVisible();
  await page.getByRole('button', { name: 'Take Gustav Group out of the group' }).click();
  await expect(page.getByText('Nobody in this group yet')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('link', { name: 'Gustav Group' })).toBeVisible();

  await page.getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill(`${name} B`);
  await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click();
  await heading(page, `${name} B`);

  await page.getByRole('button', { name: 'Delete group' }).click();
  const dialog = page.getByRole('dialog');
  const remove = dialog.getByRole('button', { name: 'Delete group' });
  await expect(remove).toHaveAttribute('aria-disabled', 'true');
  await dialog.getByLabel(/To confirm/).fill(`${name} B`);
  await remove.click();
  await heading(page, 'Groups');
  await expect(page.getByText(`“${name} B” is deleted.`)).toBeVisible();
});

test('managers see their team and nothing else', async ({ page }) => {
  const manager = await newMember('Mona Manager', ['manager']);
  const direct = await newMember('Dora Direct', ['manager']);
  const below = await newMember('Bodo Below');
  const report = (member: string, manager_id: string) =>
    call(`/v1/admin/people/${member}`, { method: 'PATCH', token: administrator(), body: { manager_id } });
  await report(direct.memberId, manager.memberId);
  await report(below.memberId, direct.memberId);
  await openPanel(page, await tokenOf(manager.email), 'team');
  await openNavigation(page);
  const nav = page.getByRole('navigation', { name: 'Administration' });
  await expect(nav.getByRole('link')).toHaveText(['Overview', 'My team']);
  await nav.getByRole('link', { name: 'My team' }).click();
  await expect(page.getByRole('link', { name: 'Dora Direct' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Bodo Below' })).toHaveCount(0);
  await page.getByRole('radio', { name: 'Everybody below' }).check();
  await page.getByRole('link', { name: 'Bodo Below' }).click();
  await heading(page, 'Bodo Below');
  await expect(page.getByRole('link', { name: 'Dora Direct' })).toBeVisible();
  for (const path of ['people', 'settings', 'audit', 'platform/workspaces']) {
    await page.goto(`/admin/${path}`);
    await expect(page.getByRole('heading', { name: 'Your roles do not reach here' }).last()).toBeVisible();
  }
});
