import type { Page } from '@playwright/test';
import { block, refuse } from '../support/answers.ts';
import { enrol, newCourse, newPictureCourse } from '../support/courses.ts';
import { newMember, signIn, tokenOf } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

test('what was opened is readable offline; a completion is queued, shown as pending, and sent once', async ({
  page,
  context,
}) => {
  const course = await newCourse(3);
  const member = await newMember('Olga Offline');
  await enrol(await tokenOf(member.email), course);
  await signIn(page, member.email);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const [first, second, third] = course.lessons.map(lesson => `/courses/${course.id}/lessons/${lesson.id}`);
  const heading = page.getByRole('heading', { level: 1 });
  for (const path of [first, second]) {
    await page.goto(path ?? '');
    await page.getByRole('article').getByRole('listitem').first().waitFor();
  }
  const sent: string[] = [];
  page.on('request', request => request.method() === 'PUT' && sent.push(request.url()));
  await context.setOffline(true);
  await page.goto(first ?? '');
  await expect(page.getByText('You’re offline.')).toBeVisible();
  await expect(heading).toHaveText('Step 1');
  await expect(page.getByRole('article').getByRole('listitem').first()).toBeVisible();
  await page.getByRole('button', { name: 'Complete and continue' }).click();
  await expect(heading).toHaveText('Step 2');
  await expect(page.getByText('1 completion is waiting to be sent')).toBeVisible();
  await page.reload();
  await expect(page.getByText('1 completion is waiting to be sent')).toBeVisible();
  await page.goto(third ?? '');
  await expect(page.getByRole('heading', { name: 'You’re offline' })).toBeVisible();
  await page.goto(first ?? '');
  await expect(page.getByText('Completed on this device, waiting to be sent')).toBeVisible();
  sent.length = 0;
  await context.setOffline(false);
  await expect(page.getByText('1 completion synced')).toBeVisible();
  await expect(page.getByText('waiting to be sent')).toHaveCount(0);
  await expect(page.getByRole('status').filter({ hasText: 'Completed' })).toBeVisible();
  expect(sent).toHaveLength(1);
});

test('a completion waits whatever a proxy answers; what the API refuses is told', async ({ page }) => {
  const course = await newCourse(4);
  const member = await newMember('Olga Offline');
  await enrol(await tokenOf(member.email), course);
  await signIn(page, member.email, `/courses/${course.id}/lessons/${course.lessons[0]?.id}`);
  const heading = page.getByRole('heading', { level: 1 });
  const complete = page.getByRole('button', { name: 'Complete and continue' });
  const waiting = page.getByText('is waiting to be sent');
  for (const [index, status] of [403, 407].entries()) {
    await page.route('**/completion', route => block(route, status));
    await complete.click();
    await expect(heading).toHaveText(`Step ${index + 2}`);
    await expect(waiting).toBeVisible();
    await page.unroute('**/completion');
    await expect(page.getByText('1 completion synced').first()).toBeVisible();
    await expect(waiting).toHaveCount(0);
  }
  await page.route('**/completion', route => refuse(route, 404, 'not-found', 'There is no such lesson.'));
  await complete.click();
  await expect(page.getByText('“Step 3” wasn’t accepted as completed: There is no such lesson.')).toBeVisible();
  await expect(waiting).toHaveCount(0);
});

test('while a completion is on its way, nothing moves under the next press', async ({ page }) => {
  const course = await newCourse(3);
  const member = await newMember('Olga Offline');
  await enrol(await tokenOf(member.email), course);
  await signIn(page, member.email, `/courses/${course.id}/lessons/${course.lessons[0]?.id}`);
  let release = () => undefined as unknown;
  const released = new Promise(resolve => {
    release = () => resolve(undefined);
  });
  await page.route('**/completion', async route => {
    await released;
    await route.continue();
  });
  const complete = page.getByRole('button', { name: 'Complete and continue' });
  await page.getByRole('article').getByRole('listitem').first().waitFor();
  const before = await complete.boundingBox();
  const [request] = await Promise.all([page.waitForRequest('**/completion'), complete.click()]);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Step 2');
  expect(await complete.boundingBox()).toEqual(before);
  await expect(page.getByText('is waiting to be sent')).toHaveCount(0);
  release();
  expect((await request.response())?.status()).toBe(200);
  await page.getByRole('article').getByRole('listitem').first().waitFor();
  expect(await complete.boundingBox()).toEqual(before);
});

test('the picture of a lesson that was opened is there offline, and gone when the member is', async ({
  page,
  context,
}) => {
  const course = await newPictureCourse();
  const lesson = `/courses/${course.id}/lessons/${course.lessons[0]?.id}`;
  const member = await newMember('Olga Offline');
  await signIn(page, member.email, lesson);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const picture = page.getByRole('img', { name: 'A dot' });
  const width = () => picture.evaluate((image: HTMLImageElement) => image.naturalWidth);
  await expect.poll(width).toBe(1);
  await expect.poll(() => keptPictures(page)).toEqual([member.memberId]);

  await context.setOffline(true);
  await page.reload();
  await expect(page.getByText('You’re offline.')).toBeVisible();
  await expect(picture).toHaveAttribute('src', /^blob:/);
  await expect.poll(width).toBe(1);

  await context.setOffline(false);
  await page.locator('summary').click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Welcome back' })).toBeVisible();
  expect(await keptPictures(page)).toEqual([]);
});

/** In whose names pictures are kept. */
function keptPictures(page: Page): Promise<string[]> {
  return page.evaluate(
    () =>
      new Promise(resolve => {
        const opening = indexedDB.open('trellis-shelf');
        opening.onsuccess = () => {
          const keys = opening.result.transaction('opened').objectStore('opened').getAllKeys();
          keys.onsuccess = () => {
            const pictures = keys.result.map(String).filter(key => key.includes('/picture/'));
            resolve(pictures.map(key => key.split('/')[0] ?? ''));
          };
        };
      }),
  );
}

test('signing out wipes what was kept', async ({ page, context }) => {
  const course = await newCourse(1);
  const member = await newMember('Olga Offline');
  await signIn(page, member.email, `/courses/${course.id}`);
  await page.getByRole('heading', { level: 1, name: course.title }).waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.locator('summary').click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Welcome back' })).toBeVisible();
  const kept = await page.evaluate(async () => {
    const names = ['trellis-shelf/opened', 'trellis-outbox/completions'];
    const counts = names.map(
      name =>
        new Promise<number>(resolve => {
          const [database = '', store = ''] = name.split('/');
          const opening = indexedDB.open(database);
          opening.onsuccess = () => {
            if (!opening.result.objectStoreNames.contains(store)) return resolve(0);
            const counting = opening.result.transaction(store).objectStore(store).count();
            counting.onsuccess = () => resolve(counting.result);
          };
        }),
    );
    return {
      counts: await Promise.all(counts),
      stored: Object.keys(localStorage).filter(key => key === 'trellis.member'),
    };
  });
  expect(kept).toEqual({ counts: [0, 0], stored: [] });
  await context.setOffline(true);
  await page.goto(`/courses/${course.id}`);
  await expect(page.getByText(course.title)).toHaveCount(0);
});

test('it can be installed', async ({ page }) => {
  await page.goto('/');
  const manifest = await page.evaluate(async () => {
    const link = document.querySelector<HTMLLinkElement>('link[rel=manifest]');
    return (await fetch(link?.href ?? '')).json();
  });
  expect(manifest).toMatchObject({ name: 'Trellis', display: 'standalone', start_url: '/' });
  for (const icon of manifest.icons)
    expect((await page.request.get(icon.src)).headers()['content-type']).toBe('image/png');
});
