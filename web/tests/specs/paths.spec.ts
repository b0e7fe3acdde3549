import { call } from '../support/api.ts';
import { check, settle } from '../support/axe.ts';
import { archive, changePath, enrol, newCourse, newPath, takePath } from '../support/courses.ts';
import { newMember, signIn, tokenOf } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });
test.setTimeout(120_000);

test('a path is found, started, gone along and left', async ({ page }) => {
  const [first, second, third] = [await newCourse(1), await newCourse(1), await newCourse(2)];
  const path = await newPath(
    'Shift leader',
    { Basics: [first, { ...third, optional: true }], Practice: [second] },
    { order: 'in_order' },
  );
  const member = await newMember();
  await signIn(page, member.email, '/catalogue');
  await page.getByRole('main').getByRole('link', { name: 'Learning paths' }).click();
  await page.getByRole('searchbox', { name: 'Search learning paths' }).fill(path.title);
  await page.getByRole('heading', { level: 2 }).getByRole('link', { name: path.title, exact: true }).click();

  const route = page.getByRole('region', { name: 'Courses in this path' });
  await expect(route.getByRole('heading', { level: 3 })).toHaveText(['Basics', 'Practice']);
  const stop = (title: string) =>
    route
      .getByRole('listitem')
      .filter({ has: page.getByRole('link', { name: title }) })
      .last();
  await expect(stop(first.title)).toContainText('Not started');
  await expect(stop(second.title)).toContainText(`Opens after “${first.title}”`);
  await expect(stop(third.title)).toContainText('Optional');
  await settle(page);
  await check(page, 'path');

  await page.getByRole('button', { name: 'Start path' }).click();
  const go = page.getByRole('main').getByRole('link', { name: 'Continue' });
  await expect(go).toBeFocused();
  await expect(page.getByText('0 of 2 required courses completed')).toBeVisible();
  await check(page, 'path started');
  await go.click();
  await page.getByRole('button', { name: 'Start course' }).click();
  await page.getByRole('button', { name: 'Complete', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Course completed');

  const ahead = page.getByRole('region', { name: 'Next on your path' });
  await expect(ahead.getByRole('link')).toContainText(second.title);
  await expect(ahead.getByRole('link')).toContainText(path.title);
  await check(page, 'next on the path');
  await page.getByRole('link', { name: 'Back to home' }).click();
  const mine = page.getByRole('region', { name: 'My paths' });
  await expect(mine).toContainText('1 of 2 required courses completed');
  await mine.getByRole('link', { name: path.title }).click();
  await expect(stop(first.title)).toContainText('Completed');
  await expect(stop(second.title)).toContainText('Not started');
  await expect(page.getByText(`Next: ${second.title}`)).toBeVisible();

  await page.getByRole('main').locator('summary').click();
  await page.getByRole('button', { name: 'Leave path' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Your courses, progress and points are kept');
  await settle(page);
  await check(page, 'leave path');
  await dialog.getByRole('button', { name: 'Leave path' }).click();
  await expect(page.getByRole('button', { name: 'Start path' })).toBeVisible();
  await expect(page.getByText('1 of 2 required courses completed')).toBeVisible();
  await page.goto('/learning');
  await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible();
  await expect(page.getByRole('region', { name: 'My paths' })).toHaveCount(0);
});

test('a path that is done says so, one that is put away goes on, and none is started for nothing', async ({ page }) => {
  const [first, second] = [await newCourse(1), await newCourse(1)];
  const path = await newPath('First week', { Arrival: [first] });
  const other = await newPath('Second week', { 'Going on': [first, second] }, { order: 'free' });
  const last = await newPath('Third week', { 'Going on': [second] });
  const member = await newMember();
  const token = await tokenOf(member.email);
  await takePath(token, path);
  await takePath(token, other);
  await enrol(token, first, 1);
  await signIn(page, member.email, '/learning');
  const mine = page.getByRole('region', { name: 'My paths' });
  await expect(mine.getByRole('listitem').filter({ hasText: path.title })).toContainText('Path completed');
  await expect(mine.getByRole('listitem').filter({ hasText: other.title })).toContainText('1 of 2 courses completed');
  await settle(page);
  await check(page, 'my paths');
  await mine.getByRole('link', { name: path.title }).click();
  await expect(page.getByText(/^You completed this path on/)).toBeVisible();
  await expect(page.getByRole('main').getByRole('progressbar').first()).toHaveAttribute('aria-valuenow', '100');
  await settle(page);
  await check(page, 'path completed');

  await changePath(other.id, { state: 'archived' });
  await page.goto(`/paths/${other.id}`);
  await expect(page.getByText(`Next: ${second.title}`)).toBeVisible();

  const start = page.getByRole('button', { name: 'Start path' });
  await call(`/v1/me/paths/${path.id}`, { method: 'DELETE', token });
  await page.goto(`/paths/${path.id}`);
  await expect(page.getByText('Path completed')).toBeVisible();
  await expect(start).toHaveCount(0);

  await page.goto(`/paths/${last.id}`);
  await expect(start).toBeVisible();
  await archive(second);
  await page.reload();
  await expect(page.getByRole('listitem').filter({ hasText: second.title }).last()).toContainText('No longer offered');
  await expect(page.getByText('Nothing is open to you at the moment.')).toBeVisible();
  await expect(start).toHaveCount(0);
  await settle(page);
  await check(page, 'path without a course that is offered');

  await takePath(token, last);
  await page.goto('/learning');
  await expect(mine.getByRole('listitem').filter({ hasText: other.title })).toContainText('Path completed');
  await expect(mine.getByRole('listitem').filter({ hasText: last.title })).toContainText('Nothing is open to you');
  await expect(page.getByText('0 of 0')).toHaveCount(0);
});

test('nothing found offers a way back, and a path that is not there says so', async ({ page }) => {
  const member = await newMember();
  await signIn(page, member.email, '/paths');
  const search = page.getByRole('searchbox', { name: 'Search learning paths' });
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('/');
  await expect(search).toBeFocused();
  await search.fill('zzzzzzzz');
  await expect(page.getByRole('heading', { name: 'No matching paths' })).toBeVisible();
  await expect(page).toHaveURL(/\/paths\?q=zzzzzzzz$/);
  await settle(page);
  await check(page, 'no path');
  await page.getByRole('main').getByRole('button', { name: 'Clear search' }).click();
  await expect(search).toHaveValue('');
  await expect(page).toHaveURL(/\/paths$/);
  await page.goto('/paths/01ARZ3NDEKTSV4RRFFQ69G5FAV');
  await expect(page.getByRole('alert')).toContainText('Not found');
});
