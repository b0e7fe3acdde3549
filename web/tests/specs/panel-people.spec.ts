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
  const invite = page.getByRole('button', { name: 'Invite person', exact: true });
  await invite.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Invite a person' });
  await dialog.getByLabel('Name').focus();
  await page.keyboard.type(person.name);
  await page.keyboard.press('Tab');
  await page.keyboard.type(person.email);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await expect(page.getByText(`${person.name} invited`)).toBeVisible();
  await expect(invite).toBeFocused();

  await page.getByLabel('Search people').fill(person.name);
  await page.getByRole('link', { name: person.name }).click();
  await heading(page, person.name);
  await expect(page.getByRole('checkbox', { name: 'Manager' })).toBeChecked();
  await page.getByLabel('Region', { exact: true }).fill('Hamburg');
  await page.getByRole('button', { name: 'Choose (Reports to)' }).click();
  await page.getByLabel('Reports to').fill('Mara');
  await page.getByRole('button', { name: /^Mara Manager/ }).click();
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByText('Changes saved')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Region', { exact: true })).toHaveValue('Hamburg');
  await expect(page.getByText('Mara Manager')).toBeVisible();

  await page.getByRole('button', { name: 'Resend invitation' }).click();
  await expect(page.getByText(`Invitation to ${person.name} resent`)).toBeVisible();
  await page.getByRole('button', { name: 'Deactivate' }).click();
  await page.getByRole('button', { name: `Deactivate ${person.name}` }).click();
  await expect(page.getByText(`${person.name} deactivated`)).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: 'Resend invitation' })).toBeVisible();
});

test('two administrators change the same member: one sees both versions', async ({ page }) => {
  const member = await newMember('Carla Clash');
  await openAsAdministrator(page, `people/${member.memberId}`);
  await page.getByLabel('Region', { exact: true }).fill('Mine');
  await page.getByLabel('Name').fill('Carla Mine');
  const body = { region: 'Theirs', name: 'Carla Theirs' };
  await call(`/v1/admin/people/${member.memberId}`, { method: 'PATCH', token: administrator(), body });
  await page.getByRole('button', { name: 'Save changes' }).click();
  const dialog = page.getByRole('dialog', { name: 'Someone else made changes' });
  await expect(dialog.getByText('Carla Theirs')).toBeVisible();
  await expect(dialog.getByText('Carla Mine')).toBeVisible();
  await dialog
    .getByRole('group', { name: /“Name”/ })
    .getByRole('radio', { name: 'Keep theirs' })
    .check();
  await dialog.getByRole('button', { name: 'Save choice' }).click();
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
  await expect(page.getByText('Line 4: name or e-mail address is missing')).toBeVisible();
  await expect(page.getByText('2 people ready')).toBeVisible();
  await page.getByRole('button', { name: 'Send invitations' }).click();
  await expect(page.getByText('1 invited · 1 failed · 0 pending')).toBeVisible();
  await page.getByRole('button', { name: 'Correct failed rows' }).click();
  const field = page.getByLabel('Rows to invite');
  await expect(field).toHaveValue(/king/);
  await field.fill((await field.inputValue()).replace('king', 'manager'));
  await page.getByRole('button', { name: 'Send invitations' }).click();
  await expect(page.getByText('1 invited · 0 failed · 0 pending')).toBeVisible();
  await page.getByRole('link', { name: bad.name }).click();
  await expect(page.getByRole('checkbox', { name: 'Manager' })).toBeChecked();
});

test('a file that does not say its encoding is looked at before anything is sent', async ({ page }) => {
  const person = fresh('Jurgen Grosser');
  await openAsAdministrator(page, 'people/invite');
  const rows = `name;email\r\nJürgen Größer;${person.email}\r\n`;
  const file = { name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(rows, 'latin1') };
  await page.setInputFiles('#bulk-file', file);
  await expect(page.getByRole('cell', { name: 'Jürgen Größer' })).toBeVisible();
  const send = page.getByRole('button', { name: 'Send invitations' });
  await expect(send).toHaveAttribute('aria-disabled', 'true');
  await page.getByLabel('Encoding').selectOption('Cyrillic (Windows-1251)');
  await expect(page.getByRole('cell', { name: 'Jьrgen GrцЯer' })).toBeVisible();
  await page.getByLabel('Encoding').selectOption('Western European (Windows-1252)');
  await page.getByLabel('The names in the preview are correct').check();
  await send.click();
  await expect(page.getByText('1 invited · 0 failed · 0 pending')).toBeVisible();
  await page.getByRole('link', { name: 'Jürgen Größer' }).click();
  await heading(page, 'Jürgen Größer');
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

test('a search finds people in spite of a typing error, in the order in which they fit', async ({ page }) => {
  // Letters only: what has digits is taken as it is.
  const word = `Q${randomBytes(6)
    .toString('hex')
    .replaceAll(/\d/g, digit => 'ghijklmnop'[Number(digit)] ?? '')}`;
  const people = [await newMember(`${word}ina Quist`), await newMember(`${word} Quist`)];
  const mistyped = `${word.slice(0, 6)}z${word.slice(7)}`;
  const found = async () => {
    const path = `/v1/admin/people?q=${encodeURIComponent(mistyped)}&state=active`;
    const { items } = await call<{ items: { name: string }[] }>(path, { token: administrator() });
    return items.map(({ name }) => name);
  };
  await expect.poll(found, { timeout: 30_000 }).toContain(people[1]?.name);
  await openAsAdministrator(page, `people?q=${encodeURIComponent(mistyped)}&state=active`);
  await expect(page.getByRole('table').getByRole('link')).toHaveText(await found());
  const name = page.getByRole('columnheader', { name: 'Name' });
  await expect(name).not.toHaveAttribute('aria-sort');
  await expect(name.getByRole('button')).toHaveCount(0);
  await page.getByLabel('Search people').fill('');
  await expect(name).toHaveAttribute('aria-sort', 'ascending');

  await page.goto('/admin/groups');
  await page.getByRole('button', { name: 'Create group' }).first().click();
  await page.getByRole('dialog').getByLabel('Name').fill(word);
  await page.getByRole('dialog').getByRole('button', { name: 'Create group' }).click();
  await page.getByLabel('Add person').fill(mistyped);
  const picked = page.getByRole('list', { name: 'People found' }).getByRole('button');
  await expect(picked.locator('span:first-child')).toHaveText(await found());
});

test('a group is made, filled, renamed and deleted by its name', async ({ page }) => {
  const [name, member] = [`Night shift ${randomBytes(4).toString('hex')}`, await newMember('Gustav Group')];
  await openAsAdministrator(page, 'groups');
  await page.getByRole('button', { name: 'Create group' }).first().click();
  await page.getByRole('dialog').getByLabel('Name').fill(name);
  await page.getByRole('dialog').getByRole('button', { name: 'Create group' }).click();
  await heading(page, name);

  await page.getByLabel('Add person').fill('Gustav');
  await page
    .getByRole('button', { name: new RegExp(member.email) })
    .or(page.getByRole('button', { name: /^Gustav/ }))
    .first()
    .click();
  await expect(page.getByRole('link', { name: 'Gustav Group' })).toBeVisible();
  await page.getByRole('button', { name: 'Remove Gustav Group from the group' }).click();
  await expect(page.getByText('No members yet')).toBeVisible();
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
  await dialog.getByLabel(/to confirm/).fill(`${name} B`);
  await remove.click();
  await heading(page, 'Groups');
  await expect(page.getByText(`“${name} B” deleted`)).toBeVisible();
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
  await page.getByRole('radio', { name: 'Direct and indirect reports' }).check();
  await page.getByRole('link', { name: 'Bodo Below' }).click();
  await heading(page, 'Bodo Below');
  await expect(page.getByRole('link', { name: 'Dora Direct' })).toBeVisible();
  for (const path of ['people', 'settings', 'audit', 'platform/workspaces']) {
    await page.goto(`/admin/${path}`);
    await expect(page.getByRole('heading', { name: 'You don’t have permission to do this' }).last()).toBeVisible();
  }
});

test('the list is sorted by the server, from either end', async ({ page }) => {
  const mark = `Sorted ${randomBytes(4).toString('hex')}`;
  for (const letter of ['B', 'A', 'C']) await newMember(`${mark} ${letter}`, [], { region: mark });
  await openAsAdministrator(page, `people?region=${encodeURIComponent(mark)}`);
  const links = page.getByRole('table', { name: 'People' }).getByRole('link');
  await expect(links).toHaveText([`${mark} A`, `${mark} B`, `${mark} C`]);
  const header = page.getByRole('columnheader', { name: 'Name' });
  await expect(header).toHaveAttribute('aria-sort', 'ascending');
  await header.getByRole('button').press('Enter');
  await expect(links).toHaveText([`${mark} C`, `${mark} B`, `${mark} A`]);
  await expect(header).toHaveAttribute('aria-sort', 'descending');
});

test('the overview shows the API’s numbers in full, and says when they are not complete', async ({ page }) => {
  const numbers = {
    people: { active: 12_345, invited: 101, deactivated: 0 },
    courses: { draft: 2, published: 3 },
    enrolments: { open: 40, completed: 1_002 },
  };
  let complete = false;
  await page.route(/\/v1\/admin\/overview$/, route => route.fulfill({ json: { ...numbers, complete } }));
  await openAsAdministrator(page);
  const figures = page.getByRole('region', { name: 'Numbers of the workspace' });
  const tiles = [
    'Active people 12,345',
    'Invited, not signed in yet 101',
    'Deactivated 0',
    'Published courses 3',
    'Drafts 2',
  ];
  for (const tile of [...tiles, 'Enrolments in progress 40', 'Enrolments completed 1,002']) {
    const [, label, number] = /^(.*) (\S+)$/.exec(tile) ?? [];
    await expect(
      figures
        .getByRole('link')
        .filter({ hasText: label })
        .getByText(number ?? '', { exact: true }),
    ).toBeVisible();
  }
  await expect(figures.getByText('These numbers don’t include everything yet.')).toBeVisible();
  complete = true;
  await page.reload();
  await expect(figures.getByText('12,345')).toBeVisible();
  await expect(figures.getByText('These numbers don’t include everything yet.')).toHaveCount(0);
});
