import { refuse } from '../support/answers.ts';
import { check, settle } from '../support/axe.ts';
import { archive, courseWith, enrol, type TestCourse } from '../support/courses.ts';
import { newMember, signIn, tokenOf } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

const ITEMS = ['Open the window', 'Warn the others', 'Leave the room'];

function newTasks(): Promise<TestCourse> {
  return courseWith('Tasks', [
    { title: 'Read on', content: { kind: 'link', address: 'https://example.com/handbook?page=3' } },
    {
      title: 'Do it',
      content: { kind: 'checklist', items: ITEMS.map(text => ({ text })) },
      markdown: 'In this order.',
    },
    { title: 'Last' },
  ]);
}

test('a link opens beside the lesson, and counts by the member’s word', async ({ page, context }) => {
  const course = await newTasks();
  const member = await newMember();
  await enrol(await tokenOf(member.email), course);
  await signIn(page, member.email, `/courses/${course.id}/lessons/${course.lessons[0]?.id}`);
  const link = page.getByRole('link', { name: 'Open page (opens in a new tab)' });
  await expect(link).toHaveAttribute('href', 'https://example.com/handbook?page=3');
  await expect(link).toHaveAttribute('rel', 'noopener noreferrer');
  await expect(page.getByText('https://example.com/handbook?page=3')).toBeVisible();
  await settle(page);
  await check(page, 'link');
  await link.evaluate((anchor: HTMLAnchorElement) => {
    anchor.href = '/no-such-page';
  });
  const [opened] = await Promise.all([context.waitForEvent('page'), link.click()]);
  await opened.close();
  await page.getByRole('button', { name: 'Complete and continue' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Do it');
});

test('a checklist is saved tick by tick, and is completed once everything is ticked', async ({ page }) => {
  const course = await newTasks();
  const member = await newMember();
  await enrol(await tokenOf(member.email), course);
  const address = `/courses/${course.id}/lessons/${course.lessons[1]?.id}`;
  await signIn(page, member.email, address);
  const list = page.getByRole('group', { name: /^To do/ });
  const complete = page.getByRole('button', { name: 'Complete and continue' });
  await expect(list).toContainText('0 of 3');
  await expect(complete).toHaveAttribute('aria-disabled', 'true');
  await expect(complete).toHaveAccessibleDescription(/^0 of 3 ticked/);
  const bar = await complete.boundingBox();
  await settle(page);
  await check(page, 'checklist');
  const saved = () => page.waitForResponse(response => response.url().endsWith('/work') && response.ok());
  for (const [index, item] of ITEMS.slice(0, 2).entries()) {
    await Promise.all([saved(), list.getByRole('checkbox', { name: item }).press('Space')]);
    await expect(list).toContainText(`${index + 1} of 3`);
  }
  expect((await complete.boundingBox())?.y).toBe(bar?.y);
  await page.reload();
  await expect(list.getByRole('checkbox', { name: ITEMS[1] })).toBeChecked();
  await expect(list.getByRole('checkbox', { name: ITEMS[2] })).not.toBeChecked();

  // What is not saved is taken back.
  await page.route('**/work', route => refuse(route, 422, 'rule-broken', 'Not today.'));
  await list.getByRole('checkbox', { name: ITEMS[2] }).click();
  await expect(page.getByText('Your ticks in “Do it” weren’t saved: Not today.')).toBeVisible();
  await expect(list.getByRole('checkbox', { name: ITEMS[2] })).not.toBeChecked();
  await page.unroute('**/work');

  // The completion waits for the last tick, however slow that is.
  await page.route('**/work', async route => {
    await new Promise(resolve => setTimeout(resolve, 400));
    await route.continue();
  });
  await list.getByRole('checkbox', { name: ITEMS[2] }).click();
  await expect(list).toContainText('Everything is ticked.');
  await complete.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Last');
  await page.goto(address);
  await expect(page.getByRole('status').filter({ hasText: /^Completed$/ })).toBeVisible();
});

test('ticks are kept without network and sent with it; they say that the course must be started', async ({
  page,
  context,
}) => {
  const course = await newTasks();
  const [member, guest] = [await newMember(), await newMember()];
  await enrol(await tokenOf(member.email), course);
  const address = `/courses/${course.id}/lessons/${course.lessons[1]?.id}`;
  await signIn(page, member.email, address);
  const box = page.getByRole('checkbox', { name: ITEMS[0] });
  await box.waitFor();
  await context.setOffline(true);
  await expect(page.getByText('Your ticks are kept on this device')).toBeVisible();
  await box.check();
  const saved = page.waitForResponse(response => response.url().endsWith('/work') && response.ok());
  await context.setOffline(false);
  await expect(page.getByText('Every tick is saved at once.')).toBeVisible();
  expect((await (await saved).json()).work.ticked).toHaveLength(1);
  await context.clearCookies();
  await page.evaluate(() => localStorage.clear());
  await signIn(page, guest.email, address);
  await expect(page.getByText('Start the course to tick items.')).toBeVisible();
  // A click on what is disabled by its state alone.
  await box.click({ force: true });
  await expect(box).not.toBeChecked();
  await expect(box).toBeFocused();
  await archive(course);
  await page.reload();
  await expect(page.getByText('This course is no longer offered.')).toBeVisible();
});
