import { ask, courseOn, ownRequest } from '../support/admission.ts';
import { call } from '../support/api.ts';
import {
  changeByColleague,
  newDraft,
  openAsAuthor,
  openCourseDetails,
  save,
  savedCourse,
  uniqueTitle,
} from '../support/authoring.ts';
import { check, settle } from '../support/axe.ts';
import { enrol } from '../support/courses.ts';
import { administrator, openAsAdministrator, openPanel } from '../support/panel.ts';
import { newMember, tokenOf } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('an author decides how people enrol, and how many at once', async ({ page }) => {
  const draft = await newDraft();
  await openAsAuthor(page, `/courses/${draft.course_id}`);
  await openCourseDetails(page);
  await page.getByRole('radio', { name: 'Approval required' }).check();
  const seats = page.getByLabel('Seats');
  await seats.fill('0');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Enter a whole number from 1 to 1,000,000')).toBeVisible();
  await seats.fill('12');
  await settle(page);
  await check(page, 'how people enrol');
  await save(page);
  expect(await savedCourse(draft.course_id)).toMatchObject({ enrolment: { mode: 'approval', seats: 12 } });

  // What a colleague sets meanwhile is told apart field by field, though the API takes all of it together.
  await changeByColleague(draft.course_id, { enrolment: { mode: 'invitation', seats: 12 } });
  await seats.fill('');
  await save(page);
  expect((await savedCourse(draft.course_id)) as unknown).toMatchObject({ enrolment: { mode: 'invitation' } });
  await expect(page.getByRole('radio', { name: 'By invitation only' })).toBeChecked();
  await page.getByRole('link', { name: 'Invitations to this course' }).click();
  await expect(page.getByText('Publish the course to invite people to it.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Invite people' })).toHaveCount(0);
});

test('people and a whole group are invited, and what became of each is told', async ({ page }) => {
  const course = await courseOn({ mode: 'invitation', seats: 5 });
  const name = uniqueTitle('Nightshift');
  const body = { name };
  const token = administrator();
  const { group_id } = await call<{ group_id: string }>('/v1/admin/groups', { method: 'POST', token, body });
  const [one, two, alone] = await Promise.all(
    ['Gita Group', 'Hari Group', uniqueTitle('Lone Wolf')].map(each => newMember(each)),
  );
  for (const member of [one, two])
    await call(`/v1/admin/groups/${group_id}/members/${member?.memberId}`, { method: 'PUT', token });
  await openAsAdministrator(page, `courses/${course.id}/invitations`);
  await expect(page.getByText('0 of 5 seats taken')).toBeVisible();
  await page.getByRole('button', { name: 'Invite people' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Invite people to this course' });
  const send = dialog.getByRole('button', { name: 'Invite', exact: true });
  await expect(send).toHaveAttribute('aria-disabled', 'true');
  await dialog.getByLabel('Add a person').fill(alone?.name ?? '');
  await dialog.getByRole('button', { name: new RegExp(`^${alone?.name}`) }).click();
  await dialog.getByLabel('Add everyone in a group').selectOption({ label: name });
  await expect(dialog.getByRole('list', { name: 'People to invite' }).getByRole('listitem')).toHaveText([
    alone?.name ?? '',
    `Everyone in ${name}`,
  ]);
  await settle(page);
  await check(page, 'inviting');
  await send.click();
  await expect(page.getByText('3 people invited')).toBeVisible();
  const rows = page.getByRole('table', { name: 'Invitations' }).getByRole('row');
  await expect(rows).toHaveCount(4);
  await settle(page);
  await check(page, 'invitations');
  await page.getByRole('button', { name: `Withdraw the invitation of ${alone?.name}` }).click();
  await expect(rows).toHaveCount(3);
  await enrol(await tokenOf(one?.email ?? ''), course);

  await page.getByRole('button', { name: 'Invite people' }).click();
  await dialog.getByLabel('Add everyone in a group').selectOption({ label: name });
  await send.click();
  const results = page.getByRole('dialog', { name: 'Not everyone was invited' });
  await expect(results.getByRole('listitem')).toHaveText([
    '1 person was invited before',
    '1 person takes the course already',
  ]);
  await check(page, 'what became of them');
  await results.getByRole('button', { name: 'Close' }).last().click();
  await expect(rows.filter({ hasText: 'Accepted' })).toHaveCount(1);
});

test('a manager decides by keyboard: one approved, one declined with a reason', async ({ page }) => {
  const course = await courseOn({ mode: 'approval' });
  const manager = await newMember('Mo Manager', ['manager']);
  const below = { manager_id: manager.memberId };
  const [first, second] = [await newMember('Anna Early', [], below), await newMember('Luca Later', [], below)];
  const tokens = [await tokenOf(first.email), await tokenOf(second.email)] as const;
  await ask(tokens[0], course, 'I drive it every week.');
  await ask(tokens[1], course);
  await openPanel(page, await tokenOf(manager.email));
  await page.getByRole('link', { name: '2 requests from your team are waiting for your decision' }).click();
  await expect(page.getByRole('status').filter({ hasText: '2 pending requests' })).toBeVisible();
  const cards = page.getByRole('list', { name: 'Requests' }).getByRole('listitem');
  await expect(cards.first()).toContainText('I drive it every week.');
  await settle(page);
  await check(page, 'requests of the team');
  const approve = (name: string) => page.getByRole('button', { name: `Approve ${name}: ${course.title}` });
  await approve('Anna Early').focus();
  await page.keyboard.press('Enter');
  await expect(cards.first()).toContainText('Approved');
  await expect(approve('Luca Later')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Decline request' });
  await expect(dialog.getByLabel('Reason')).toBeFocused();
  await check(page, 'declining');
  await page.keyboard.press('Control+Enter');
  await expect(dialog, 'a reason is needed').toBeVisible();
  await page.keyboard.type('Next quarter, please');
  await page.keyboard.press('Control+Enter');
  await expect(cards.nth(1)).toContainText('Declined');
  await expect(page.getByRole('status').filter({ hasText: 'No pending requests' })).toBeVisible();
  expect(await ownRequest(tokens[0], course)).toMatchObject({ state: 'approved' });
  expect(await ownRequest(tokens[1], course)).toMatchObject({ state: 'declined', reason: 'Next quarter, please' });
  await page.reload();
  await expect(page.getByRole('heading', { name: 'No pending requests' })).toBeVisible();
  await settle(page);
  await check(page, 'no requests');
});

test('an administrator is told why a request cannot be approved, and it stays', async ({ page }) => {
  const region = uniqueTitle('Region');
  const [full, gone] = [await courseOn({ mode: 'approval', seats: 1 }), await courseOn({ mode: 'approval' }, 'Cranes')];
  const member = await newMember('Wilma Waits', [], { region });
  const token = await tokenOf(member.email);
  await ask(token, full);
  await ask(token, gone);
  const other = await newMember('Olga Other');
  const body = { member_ids: [other.memberId] };
  await call(`/v1/admin/courses/${full.id}/invitations`, { method: 'POST', token: administrator(), body });
  await enrol(await tokenOf(other.email), full);
  await openAsAdministrator(page, 'requests');
  await page.getByLabel('Region').fill(region);
  await expect(page).toHaveURL(/region=/);
  const cards = page.getByRole('list', { name: 'Requests' }).getByRole('listitem');
  await expect(cards).toHaveCount(2);
  await page.getByRole('button', { name: `Approve Wilma Waits: ${full.title}` }).click();
  await expect(cards.first().getByRole('alert')).toContainText(/seats .* are taken/);
  await expect(cards.first().getByRole('button', { name: /^Approve/ })).toBeVisible();
  // The pointer lies on the button, whose other colour is not what is looked at here.
  await page.mouse.move(0, 0);
  await settle(page);
  await check(page, 'a request that cannot be approved');

  // Withdrawn in the meantime.
  await call(`/v1/me/enrolment-requests/${gone.id}`, { method: 'DELETE', token });
  await page.getByRole('button', { name: `Approve Wilma Waits: ${gone.title}` }).click();
  await expect(cards.nth(1)).toContainText('Withdrawn');
  await page.getByLabel('Region').fill('Nowhere');
  await expect(page.getByRole('heading', { name: 'No requests in this region' })).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(page).toHaveURL(/requests$/);
});
