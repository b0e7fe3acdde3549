import { ask, courseOn, decide, invite } from '../support/admission.ts';
import { call } from '../support/api.ts';
import { check, settle } from '../support/axe.ts';
import { enrol } from '../support/courses.ts';
import { newMember, signIn, tokenOf } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('a course that needs approval: asked for, withdrawn, declined with a reason, granted', async ({ page }) => {
  const course = await courseOn({ mode: 'approval', seats: 12 });
  const member = await newMember('Asha Asker');
  await signIn(page, member.email, `/courses/${course.id}`);
  const needed = page.getByRole('region', { name: 'This course needs approval' });
  await expect(needed).toContainText('12 of 12 seats left');
  await expect(page.getByRole('button', { name: 'Start course' })).toHaveCount(0);
  await needed.getByRole('button', { name: 'Request enrolment' }).click();
  const dialog = page.getByRole('dialog', { name: /^Request enrolment in “Forklift/ });
  const note = dialog.getByLabel('Note (optional)');
  await expect(note).toBeFocused();
  await note.fill('For the Delhi site.\nI start in January.');
  await settle(page);
  await check(page, 'asking');
  await dialog.getByRole('button', { name: 'Send request' }).click();
  const waiting = page.getByRole('region', { name: 'Waiting for approval' });
  await expect(waiting).toContainText('I start in January.');
  await settle(page);
  await check(page, 'waiting');

  await page.goto('/learning');
  const own = page.getByRole('region', { name: 'My requests' });
  await expect(own.getByRole('listitem')).toContainText('Waiting for approval');
  await settle(page);
  await check(page, 'requests');
  await own.getByRole('button', { name: `Withdraw request for “${course.title}”` }).click();
  await expect(own).toHaveCount(0);

  const token = await tokenOf(member.email);
  await ask(token, course);
  await decide(member.memberId, course, 'Next quarter, please');
  await page.reload();
  await expect(own.getByRole('listitem')).toContainText('Reason: Next quarter, please');
  await own.getByRole('link', { name: course.title }).click();
  const declined = page.getByRole('region', { name: 'Your request was declined' });
  await expect(declined).toContainText('Next quarter, please');
  await expect(declined).toContainText('Ada Admin');
  await settle(page);
  await check(page, 'declined');
  await declined.getByRole('button', { name: 'Request again' }).click();
  await page.getByRole('button', { name: 'Send request' }).click();
  await waiting.waitFor();

  await decide(member.memberId, course);
  await page.reload();
  await expect(page.getByRole('link', { name: 'Continue' })).toBeVisible();
  await page.getByRole('button', { name: 'Leave course' }).click();
  await expect(page.getByRole('dialog')).toContainText('you’ll need another approval');
  await page.getByRole('dialog').getByRole('button', { name: 'Leave course' }).click();
  await expect(needed).toBeVisible();
});

test('an invitation is found at home, declined, and accepted when it comes again', async ({ page }) => {
  const course = await courseOn({ mode: 'invitation' });
  const member = await newMember('Indra Invited');
  await signIn(page, member.email, `/courses/${course.id}`);
  await expect(page.getByRole('region', { name: 'By invitation only' })).toBeVisible();
  await settle(page);
  await check(page, 'by invitation only');

  await invite(course, member.memberId);
  await page.goto('/');
  const invitations = page.getByRole('region', { name: /^Invitations/ });
  await expect(invitations.getByRole('listitem')).toContainText(course.title);
  await settle(page);
  await check(page, 'home with an invitation');
  await invitations.getByRole('link', { name: course.title }).click();
  const invited = page.getByRole('region', { name: 'You’re invited to this course' });
  await settle(page);
  await check(page, 'invited');
  await invited.getByRole('button', { name: `Decline invitation to “${course.title}”` }).click();
  await check(page, 'declining');
  await page.getByRole('button', { name: 'Decline invitation', exact: true }).click();
  await expect(page.getByRole('region', { name: 'By invitation only' })).toBeVisible();

  await invite(course, member.memberId);
  await page.goto('/learning');
  await invitations.getByRole('button', { name: `Start “${course.title}”` }).click();
  await expect(page).toHaveURL(new RegExp(`/courses/${course.id}$`));
  await expect(page.getByRole('link', { name: 'Continue' })).toBeVisible();
});

test('seats run out while one looks, and come back', async ({ page }) => {
  const course = await courseOn({ seats: 1 });
  const [member, other] = [await newMember('Sita Second'), await newMember('Fatima First')];
  const token = await tokenOf(other.email);
  await signIn(page, member.email, `/courses/${course.id}`);
  await expect(page.getByText('1 of 1 seat left')).toBeVisible();
  await settle(page);
  await check(page, 'a seat left');
  await enrol(token, course);
  await page.getByRole('button', { name: 'Start course' }).click();
  const full = page.getByRole('region', { name: 'All seats are taken' });
  await expect(full).toBeVisible();
  await settle(page);
  await check(page, 'full');
  await expect(page.getByRole('button', { name: 'Start course' })).toHaveCount(0);
  await call(`/v1/me/enrolments/${course.id}`, { method: 'DELETE', token });

  // While seats are counted nobody gets in; the page looks again by itself.
  let counting = true;
  await page.route(`**/v1/catalog/courses/${course.id}`, async route => {
    const response = await route.fetch();
    const detail = await response.json();
    await route.fulfill({ response, json: { ...detail, seat_use: { ...detail.seat_use, is_counting: counting } } });
  });
  await page.reload();
  const start = page.getByRole('button', { name: 'Start course' });
  await expect(page.getByText('Seats are being counted.')).toBeVisible();
  await expect(start).toHaveAttribute('aria-disabled', 'true');
  counting = false;
  await expect(page.getByText('1 of 1 seat left')).toBeVisible();
  await page.unrouteAll({ behavior: 'wait' });
  await start.click();
  await expect(page.getByRole('heading', { level: 1, name: 'Before you drive' })).toBeVisible();
});
