import { enrol, newCourse, newPath, takePath } from '../support/courses.ts';
import { newMember, signIn, tokenOf } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

const ASKED = {
  '/': 'me/home',
  '/catalogue': 'catalog/courses',
  '/paths': 'catalog/paths',
  '/learning': 'me/enrolments',
  '/boards/week': 'boards/week',
  '/profile': 'me/sessions',
};

test('what fails says so and can be tried again', async ({ page }) => {
  const member = await newMember();
  await signIn(page, member.email);
  for (const [path, route] of Object.entries(ASKED)) {
    const pattern = new RegExp(`/v1/${route}(\\?|$)`);
    const problem = { type: '/problems/rule-broken', title: 'No', status: 422, detail: 'Not today.', request_id: 'x' };
    await page.route(pattern, each =>
      each.fulfill({ status: 422, contentType: 'application/problem+json', json: problem }),
    );
    await page.goto(path);
    const alert = page.getByRole('alert');
    await expect(alert, path).toContainText('Not today.');
    await page.unroute(pattern);
    await alert.getByRole('button', { name: 'Try again' }).click();
    await expect(alert, path).toHaveCount(0);
  }
});

test('what is empty says what to do', async ({ page }) => {
  const member = await newMember();
  await signIn(page, member.email);
  await expect(page.getByText('Find your first course')).toBeVisible();
  await page.goto('/learning');
  await expect(page.getByText('You haven’t started a course yet')).toBeVisible();
  await page.goto('/downloads');
  await expect(page.getByText('No downloads yet')).toBeVisible();
  await page.goto('/catalogue');
  await page.getByRole('searchbox').fill('nothing is called like this');
  await page.getByRole('button', { name: 'Clear search' }).click();
  await expect(page.getByRole('searchbox')).toHaveValue('');
  await page.goto('/courses/01ARZ3NDEKTSV4RRFFQ69G5FAV');
  await expect(page.getByRole('alert')).toContainText('Not found');
});

test('nothing jumps while loading', async ({ page }) => {
  const course = await newCourse(3);
  const member = await newMember();
  const token = await tokenOf(member.email);
  await enrol(token, course, 1);
  const path = await newPath('Shift leader', { Basics: [course] });
  await takePath(token, path);
  await signIn(page, member.email);
  await page.route('**/v1/**', async route => {
    await new Promise(resolve => setTimeout(resolve, 250));
    await route.continue();
  });
  for (const address of [
    '/',
    '/catalogue',
    '/paths',
    `/paths/${path.id}`,
    `/courses/${course.id}`,
    '/learning',
    '/boards/week',
    '/downloads',
    '/profile',
  ]) {
    await page.goto(address);
    await expect(page.getByText('Loading…')).toHaveCount(0);
    await page.waitForTimeout(700);
    const shift = await page.evaluate(
      () =>
        new Promise<number>(resolve => {
          new PerformanceObserver(list => {
            const shifts = list.getEntries() as (PerformanceEntry & { value: number })[];
            resolve(shifts.reduce((sum, entry) => sum + entry.value, 0));
          }).observe({ type: 'layout-shift', buffered: true });
          setTimeout(() => resolve(0), 200);
        }),
    );
    expect.soft(shift, address).toBeLessThan(0.05);
  }
});

test('a page at rest is at rest', async ({ page }) => {
  const member = await newMember();
  await page.addInitScript(() => {
    const { transaction } = IDBDatabase.prototype;
    IDBDatabase.prototype.transaction = function (...of) {
      performance.mark('database');
      return transaction.apply(this, of);
    };
  });
  await signIn(page, member.email);
  await expect(page.getByText('Find your first course')).toBeVisible();
  const asked = () => page.evaluate(() => performance.getEntriesByName('database').length);
  const before = await asked();
  await page.waitForTimeout(1_000);
  expect((await asked()) - before, 'what waits is looked for now and then').toBeLessThan(10);
});
