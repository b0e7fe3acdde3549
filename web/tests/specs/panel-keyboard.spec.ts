import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import { call } from '../support/api.ts';
import { openAsAuthor, row, rowsOf, savedCourse, uniqueTitle } from '../support/authoring.ts';
import { book } from '../support/book.ts';
import { press, tabTo, write } from '../support/keyboard.ts';
import { administrator, openAsAdministrator, openPanel, operator } from '../support/panel.ts';
import { newMember } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

const id = () => randomBytes(4).toString('hex');
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).first();

test('somebody is invited', async ({ page }) => {
  const person = { name: `Klara Keys ${id()}`, email: `klara-${id()}@acme.example` };
  await openAsAdministrator(page, 'people');
  await press(page, button(page, 'Invite person'));
  const dialog = page.getByRole('dialog', { name: 'Invite a person' });
  await write(page, dialog.getByLabel('Name'), person.name);
  await write(page, dialog.getByLabel('E-mail address'), person.email);
  await press(page, dialog.getByRole('button', { name: 'Send invitation' }));
  await expect(page.getByText(`${person.name} invited`)).toBeVisible();
  await expect(button(page, 'Invite person')).toBeFocused();
  await write(page, page.getByLabel('Search people'), person.name);
  await press(page, page.getByRole('link', { name: person.name }));
  await expect(page.getByRole('heading', { level: 1, name: person.name })).toBeVisible();
});

test('roles are changed, and somebody is deactivated and let in again', async ({ page }) => {
  const member = await newMember(`Rita ${id()}`);
  await openAsAdministrator(page, `people/${member.memberId}`);
  await tabTo(page, page.getByRole('checkbox', { name: 'Author' }));
  await page.keyboard.press('Space');
  await press(page, button(page, 'Save changes'));
  await expect(page.getByText('Changes saved')).toBeVisible();
  const saved = await call<{ roles: string[] }>(`/v1/admin/people/${member.memberId}`, { token: administrator() });
  expect(saved.roles).toContain('author');
  await press(page, button(page, 'Deactivate'));
  await press(page, page.getByRole('dialog').getByRole('button', { name: `Deactivate ${member.name}` }));
  await expect(page.getByText(`${member.name} deactivated`)).toBeVisible();
  await press(page, button(page, 'Reactivate'));
  await expect(page.getByText(`${member.name} reactivated`)).toBeVisible();
  await expect(button(page, 'Deactivate')).toBeVisible();
});

test('a group is made and filled', async ({ page }) => {
  const [name, member] = [`Keys ${id()}`, await newMember(`Gabi ${id()}`)];
  await openAsAdministrator(page, 'groups');
  await press(page, button(page, 'Create group'));
  await write(page, page.getByRole('dialog').getByLabel('Name'), name);
  await press(page, page.getByRole('dialog').getByRole('button', { name: 'Create group' }));
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await write(page, page.getByLabel('Add person'), member.name);
  await press(page, page.getByRole('button', { name: member.name }));
  await expect(page.getByRole('link', { name: member.name })).toBeVisible();
});

test('a course is made, ordered, saved and published', async ({ page }) => {
  const title = uniqueTitle('Keys');
  await openAsAuthor(page, '/courses');
  await press(page, button(page, 'Create course'));
  await write(page, page.getByRole('dialog').getByLabel('Title'), title);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await tabTo(page, button(page, 'Add part'));
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  const kind = page.getByRole('dialog').getByRole('radio', { name: 'Page' });
  await expect(kind).toBeFocused();
  await page.keyboard.press('Enter');
  const field = page.getByRole('textbox', { name: 'Title' });
  await expect(field).toBeFocused();
  await page.keyboard.type('First');
  await tabTo(page, button(page, 'Add lesson'), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(kind).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(field).toBeFocused();
  await page.keyboard.type('Second');
  await write(page, page.getByRole('textbox', { name: 'Lesson text' }), 'Look, then climb.');
  await tabTo(page, row(page, 'First'), 'Shift+Tab');
  await page.keyboard.press('ArrowDown');
  await expect(row(page, 'Second')).toBeFocused();
  await page.keyboard.press('Alt+ArrowUp');
  await expect.poll(() => rowsOf(page)).toEqual(['New part', 'New module', 'Second', 'First']);
  await press(page, button(page, 'Save'));
  await expect(page.getByText('All changes saved')).toBeVisible();
  await press(page, button(page, 'Publish…'));
  await press(page, page.getByRole('dialog').getByRole('button', { name: 'Publish course' }));
  await expect(page.getByRole('main').getByText('Published', { exact: true })).toBeVisible();
  const saved = await savedCourse(new URL(page.url()).pathname.split('/').at(-1) ?? '');
  expect(saved.parts[0]?.modules[0]?.lessons.map(lesson => lesson.title)).toEqual(['Second', 'First']);
});

test('a book is imported', async ({ page }) => {
  await openAsAuthor(page, '/imports');
  await press(page, page.getByRole('link', { name: 'Import course', exact: true }).first());
  await tabTo(page, button(page, 'Choose file'));
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')]);
  await chooser.setFiles(book(uniqueTitle('Keys')));
  await press(page, button(page, 'Upload and import'));
  await press(page, page.getByRole('link', { name: 'Open course' }));
  await expect(page.getByRole('heading', { level: 1, name: /^Keys/ })).toBeVisible();
});

test('a program gets credentials and loses them', async ({ page }) => {
  const name = `Keys ${id()}`;
  await openAsAdministrator(page, 'api-clients');
  await press(page, button(page, 'Create API client'));
  await write(page, page.getByRole('dialog').getByLabel('Name'), name);
  await tabTo(page, page.getByLabel('Read people and groups'));
  await page.keyboard.press('Space');
  await press(page, button(page, 'Create client'));
  await press(page, button(page, 'I’ve stored the secret'));
  await press(page, button(page, `Revoke ${name}`));
  const dialog = page.getByRole('dialog');
  await write(page, dialog.getByLabel(/to confirm/), name);
  await press(page, dialog.getByRole('button', { name: 'Revoke' }));
  await expect(page.getByText(`${name} revoked`)).toBeVisible();
});

test('the main colour is changed', async ({ page }) => {
  // The operators' workspace: other tests change the settings of the first one.
  await openPanel(page, operator(), 'settings');
  const field = page.getByLabel('Primary colour', { exact: true });
  await field.waitFor();
  const colour = (await field.inputValue()) === '#0b6e4f' ? '#1f4e79' : '#0b6e4f';
  await write(page, field, colour);
  await press(page, button(page, 'Save changes'));
  await expect(page.getByText('Changes saved')).toBeVisible();
  await page.reload();
  await expect(field).toHaveValue(colour);
});

test('support is let in and turned out', async ({ page }) => {
  const agent = { name: `Selma ${id()}`, email: `selma-${id()}@trellis.example` };
  await call('/v1/platform/agents', { method: 'POST', token: operator(), body: agent });
  await openAsAdministrator(page, 'support');
  await press(page, button(page, 'Grant access'));
  const dialog = page.getByRole('dialog');
  await write(page, dialog.getByLabel('Agent’s e-mail address'), agent.email);
  await write(page, dialog.getByLabel('Reason'), 'A page stays empty');
  await press(page, dialog.getByRole('button', { name: 'Grant access' }));
  const end = button(page, `Revoke access for ${agent.name}`);
  await press(page, end);
  await press(page, dialog.getByRole('button', { name: `Revoke access for ${agent.name}` }));
  await expect(page.getByText(`Access for ${agent.name} revoked`)).toBeVisible();
  await expect(end).toBeHidden();
});

test('the log is narrowed, and an event is looked at', async ({ page }) => {
  const member = await newMember(`Anna ${id()}`);
  const change = { method: 'PATCH', token: administrator(), body: { region: 'Ulm' } };
  await call(`/v1/admin/people/${member.memberId}`, change);
  await openAsAdministrator(page, 'audit');
  await tabTo(page, page.getByLabel('Event', { exact: true }));
  await page.keyboard.type('Member updated');
  await expect(page).toHaveURL(/action=member\.updated/);
  await write(page, page.getByRole('searchbox', { name: 'Target' }), `member/${member.memberId}`);
  await expect(page.getByRole('row')).toHaveCount(2);
  const details = page.getByRole('button', { name: /^Details: Member updated/ });
  await press(page, details);
  const dialog = page.getByRole('dialog', { name: 'Member updated' });
  await expect(dialog.getByRole('row', { name: /region/ })).toContainText('Ulm');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(details).toBeFocused();
  await tabTo(page, button(page, 'Clear filters'), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page).not.toHaveURL(/target=/);
});
