import { call } from '../support/api.ts';
import { rewrite } from '../support/authoring.ts';
import { check, settle } from '../support/axe.ts';
import { enrol, newCourse, publish, type TestCourse } from '../support/courses.ts';
import { newMember, signIn, tokenOf } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

const NOTE = 'Step 2 is shorter.\nStep 4 is new.';

/** The author writes the second lesson anew, adds another one and publishes that. */
async function reviseSecond(course: TestCourse, recall = false): Promise<void> {
  await rewrite(course.id, { 'Step 2': 'Now it says something else.' }, 'Step 4');
  await publish(course.id, course.title, { note: NOTE, recall });
}

test('a newer version is offered, and taking it keeps what is the same', async ({ page, context }) => {
  const course = await newCourse(3);
  const member = await newMember('Vera Versions');
  await enrol(await tokenOf(member.email), course, 2);
  const second = `/courses/${course.id}/lessons/${course.lessons[1]?.id}`;
  await signIn(page, member.email, second);
  const article = page.getByRole('article');
  await article.getByText('Begin with five minutes.').first().waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await reviseSecond(course);

  await page.goto('/');
  await expect(page.getByRole('link', { name: 'Version 2 is available' })).toBeVisible();
  await page.goto('/learning');
  await expect(page.getByRole('listitem').filter({ hasText: course.title })).toContainText('Version 2 is available');
  await page.getByRole('link', { name: course.title }).click();
  const offer = page.getByRole('region', { name: 'Version 2 is available' });
  await expect(offer).toContainText('You’re taking version 1.');
  await expect(offer).toContainText('Step 2 is shorter.');
  await settle(page);
  await check(page, 'offer');
  await page
    .getByRole('region', { name: 'Outline' })
    .getByRole('link', { name: /^Step 2/ })
    .click();
  await expect(article).toContainText('Begin with five minutes.');

  await page.goto(`/courses/${course.id}`);
  await offer.getByRole('button', { name: 'Keep version 1' }).click();
  await expect(offer).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('link', { name: 'Continue' })).toBeVisible();
  await expect(offer).toHaveCount(0);
  // As when the browser is opened again.
  await page.evaluate(() => sessionStorage.clear());
  await page.reload();
  await offer.getByRole('button', { name: 'Switch to version 2' }).click();
  await expect(page.getByText('You’re now on version 2')).toBeVisible();
  await expect(offer).toHaveCount(0);
  await expect(page.getByText('2 of 4 lessons completed')).toBeVisible();
  const outline = page.getByRole('region', { name: 'Outline' });
  await expect(outline.getByRole('link', { name: /^Step 2/ })).toHaveAccessibleName(/completed/);
  await expect(outline.getByRole('link', { name: /^Step 4/ })).not.toHaveAccessibleName(/completed/);

  // What was kept of the former version is not shown, not even where nothing else is there.
  await context.setOffline(true);
  await page.goto(second);
  await expect(page.getByRole('heading', { name: 'You’re offline' })).toBeVisible();
  await context.setOffline(false);
  await page.reload();
  await expect(article).toContainText('Now it says something else.');
  await context.setOffline(true);
  await page.reload();
  await expect(article).toContainText('Now it says something else.');
});

test('a recall has moved the member, and is told until it is confirmed', async ({ page }) => {
  const course = await newCourse(3);
  const member = await newMember('Vera Versions');
  const token = await tokenOf(member.email);
  await enrol(token, course, 2);
  const second = `/courses/${course.id}/lessons/${course.lessons[1]?.id}`;
  await signIn(page, member.email, second);
  const article = page.getByRole('article');
  await article.getByText('Begin with five minutes.').first().waitFor();
  await reviseSecond(course, true);
  await expect
    .poll(async () => (await call<{ version: number }>(`/v1/me/enrolments/${course.id}`, { token })).version)
    .toBe(2);

  await page.goto('/');
  await page.getByRole('link', { name: 'This course was corrected' }).click();
  const notice = page.getByRole('region', { name: 'This course was corrected' });
  await expect(notice).toContainText('Version 1 contained mistakes, so you’ve been moved to version 2.');
  await expect(notice).toContainText('Step 2 is shorter.');
  await expect(page.getByText('2 of 4 lessons completed')).toBeVisible();
  await settle(page);
  await check(page, 'recall');
  await page
    .getByRole('region', { name: 'Outline' })
    .getByRole('link', { name: /^Step 2/ })
    .click();
  await expect(article).toContainText('Now it says something else.');
  await page.goto(`/courses/${course.id}`);
  await notice.getByRole('button', { name: 'OK' }).click();
  await expect(notice).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('link', { name: 'Continue' })).toBeVisible();
  await expect(notice).toHaveCount(0);
});

test('an offer that has grown old says so, and the newest one is made', async ({ page }) => {
  const course = await newCourse(2);
  const member = await newMember('Vera Versions');
  await enrol(await tokenOf(member.email), course);
  await reviseSecond(course);
  await signIn(page, member.email, `/courses/${course.id}`);
  const offer = page.getByRole('region', { name: 'Version 2 is available' });
  await offer.waitFor();
  await rewrite(course.id, { 'Step 1': 'This one is new as well.' });
  await publish(course.id, course.title);
  await offer.getByRole('button', { name: 'Switch to version 2' }).click();
  await page.getByRole('button', { name: 'Switch to version 3' }).click();
  await expect(page.getByText('You’re now on version 3')).toBeVisible();
});

test('an author looks at a version without taking it', async ({ page, isMobile }) => {
  const course = await newCourse(3);
  await rewrite(course.id, { 'Step 2': 'Now it says something else.' });
  const author = await newMember('Avery Author', ['author']);
  await signIn(page, author.email, `/courses/${course.id}?version=draft`);
  const written: string[] = [];
  page.on('request', request => {
    if (!['GET', 'OPTIONS'].includes(request.method()) && request.url().includes('/v1/me/'))
      written.push(request.url());
  });
  await expect(page.getByText('Preview of the draft · what learners will see')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Start course' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Open first lesson' }).click();
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toHaveText('Step 1');
  await page.getByRole('link', { name: 'Next lesson' }).click();
  await expect(page.getByRole('article')).toContainText('Now it says something else.');
  await page.keyboard.press('c');
  await page.keyboard.press('n');
  await expect(heading).toHaveText('Step 3');
  await expect(page).toHaveURL(/\?version=draft$/);
  await page.mouse.move(0, 0);
  await settle(page);
  await check(page, 'preview of a lesson');
  await page.getByRole('link', { name: 'Back to course' }).click();
  await expect(page.getByText('Preview of the draft')).toBeVisible();

  await page.goto(`/courses/${course.id}/lessons/${course.lessons[1]?.id}?version=1`);
  await expect(page.getByText('Preview of version 1 · what learners see')).toBeVisible();
  await expect(page.getByRole('article')).toContainText('Begin with five minutes.');
  if (!isMobile) {
    const outline = page.getByRole('navigation', { name: 'Course outline' }).filter({ visible: true });
    await expect(outline.getByRole('link', { name: /^Step 3/ })).toHaveAttribute('href', /\?version=1$/);
  }
  await page.getByRole('link', { name: 'Exit preview' }).click();
  await expect(page).toHaveURL(new RegExp(`/lessons/${course.lessons[1]?.id}$`));
  await expect(page.getByRole('link', { name: 'Start course' })).toBeVisible();
  expect(written).toEqual([]);
});

test('a learner finds no draft', async ({ page }) => {
  const course = await newCourse(1);
  await rewrite(course.id, { 'Step 1': 'Not for everybody yet.' });
  const member = await newMember();
  await signIn(page, member.email, `/courses/${course.id}?version=draft`);
  await expect(page.getByRole('heading', { name: 'Not found' })).toBeVisible();
  await page.getByRole('link', { name: 'Exit preview' }).click();
  await expect(page.getByRole('button', { name: 'Start course' })).toBeVisible();
});
