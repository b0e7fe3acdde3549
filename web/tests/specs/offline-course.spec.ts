import type { Page } from '@playwright/test';
import { call } from '../support/api.ts';
import { rewrite } from '../support/authoring.ts';
import { check, settle } from '../support/axe.ts';
import { courseWith, enrol, publish, type TestCourse } from '../support/courses.ts';
import { pdf } from '../support/documents.ts';
import { uploaded } from '../support/files.ts';
import { HANDBOOK, ITEMS, newOfflineCourse, onShelf, shellKept } from '../support/offline.ts';
import { newMember, signIn, tokenOf } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

const start = (page: Page) => page.getByRole('button', { name: 'Download for offline' });
const here = (page: Page) => page.getByText(/^On this device · \d/);
const heading = (page: Page) => page.getByRole('heading', { level: 1 });

async function taken(page: Page, course: TestCourse): Promise<{ token: string; email: string }> {
  const { email } = await newMember('Olga Offline');
  const token = await tokenOf(email);
  await enrol(token, course);
  await signIn(page, email, `/courses/${course.id}`);
  await shellKept(page);
  return { token, email };
}

async function download(page: Page): Promise<void> {
  await start(page).click();
  await page.getByRole('button', { name: 'Download', exact: true }).click();
}

async function signOut(page: Page): Promise<void> {
  await page.locator('header summary').click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Welcome back' })).toBeVisible();
}

/** A course of one PDF that is larger than a piece of what the device keeps. */
async function largeCourse(name: string): Promise<TestCourse> {
  const file = await uploaded('document', pdf(`${name}.pdf`, [name], 12_000_000));
  return courseWith(name, [{ title: 'Read it', content: { kind: 'document', file } }, { title: 'Last' }]);
}

test('a downloaded course is read, played and ticked offline; what was done is told later', async ({
  page,
  context,
}) => {
  test.slow();
  const course = await newOfflineCourse();
  const { token } = await taken(page, course);
  await start(page).press('Enter');
  await expect(page.getByText(/^The download takes about [\d.]+ (kB|MB) on this device\.$/)).toBeVisible();
  await check(page, 'before a download');
  await page.getByRole('button', { name: 'Download', exact: true }).press('Enter');
  await expect(page.locator('#content')).toBeFocused();
  await expect(here(page)).toBeVisible();
  await settle(page);
  await check(page, 'downloaded course');
  const [seen, , read, watch, tick] = course.lessons.map(lesson => `/courses/${course.id}/lessons/${lesson.id}`);

  await context.setOffline(true);
  await page.goto('/');
  await expect(page.getByText('You’re offline.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Continue' })).toBeVisible();
  await page.goto('/learning');
  await page.getByRole('link', { name: course.title }).click();
  await expect(here(page)).toBeVisible();

  await page.goto(seen ?? '');
  const picture = page.getByRole('img', { name: 'A dot' });
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
  const [plan] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'plan' }).click()]);
  expect(plan.suggestedFilename()).toMatch(/\.(csv|txt)$/);

  await page.goto(read ?? '');
  await expect(page.getByRole('region', { name: HANDBOOK }).getByText('Wear a helmet')).toBeAttached();
  await expect(page.getByRole('button', { name: /^Save/ })).toHaveCount(0);

  await page.goto(watch ?? '');
  const player = page.getByRole('region', { name: 'Video' });
  await player.getByRole('button', { name: 'Transcript' }).click();
  await expect(player.getByRole('button', { name: /Ada: Welcome to the workshop/ })).toBeVisible();
  await player.getByRole('slider', { name: 'Position' }).fill('4');
  await expect
    .poll(() => player.locator('video').evaluate((video: HTMLVideoElement) => Math.floor(video.currentTime)))
    .toBe(4);
  await player.getByRole('button', { name: 'Play' }).first().click();
  await expect(player.getByText(/^[2-9]\d% watched$/)).toBeVisible();

  await page.goto(tick ?? '');
  await page.getByRole('checkbox', { name: ITEMS[0] }).check();
  await page.getByRole('checkbox', { name: ITEMS[1] }).check();
  await page.reload();
  await expect(page.getByRole('checkbox', { name: ITEMS[1] })).toBeChecked();
  await page.getByRole('button', { name: 'Complete', exact: false }).last().click();
  await expect(page.getByText('1 completion is waiting to be sent').first()).toBeVisible();
  // What completing itself still tries ends with its page, and would not tell when it was sent.
  await page.reload();
  await expect(page.getByText('1 completion is waiting to be sent').first()).toBeVisible();

  await context.setOffline(false);
  await expect(page.getByText('1 completion synced')).toBeVisible();
  const done = await call<{ completed_lessons: string[] }>(`/v1/me/enrolments/${course.id}`, { token });
  expect(done.completed_lessons).toEqual([course.lessons[4]?.id]);
  const film = await call<{ work: { played: { from: number }[] } }>(
    `/v1/catalog/courses/${course.id}/lessons/${course.lessons[3]?.id}`,
    { token },
  );
  expect(film.work.played[0]).toMatchObject({ from: 4 });

  await page.goto('/profile');
  await page.getByRole('link', { name: 'Manage downloads' }).click();
  await expect(heading(page)).toHaveText('Downloads');
  await expect(page.getByText(/^1 course, [\d.]+ (kB|MB)$/)).toBeVisible();
  await expect(page.getByText(/^Trellis uses .+ on this device\. .+ available\.$/)).toBeVisible();
  await settle(page);
  await check(page, 'downloads');
  await page.getByRole('button', { name: `Remove “${course.title}” from this device` }).click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByText('No downloads yet')).toBeVisible();
  expect(await onShelf(page, 'file')).toEqual([]);
  await context.setOffline(true);
  await page.goto(read ?? '');
  await expect(page.getByRole('heading', { name: 'You’re offline' })).toBeVisible();
});

test('files that a text links to open or are saved as they did; what others have signed stays a link', async ({
  page,
  context,
}) => {
  const digest = await uploaded('document', pdf('Site map.pdf', ['Site map']));
  const slides = 'https://other.s3.amazonaws.com/slides.pdf?X-Amz-Signature=1';
  const markdown = `# Links\n\n[map](/files/${digest}) and [slides](${slides})`;
  const course = await courseWith('Links', [{ title: 'Links', markdown }]);
  await taken(page, course);
  await download(page);
  await expect(here(page)).toBeVisible();
  expect(await onShelf(page, 'file')).toHaveLength(2);

  await context.setOffline(true);
  await page.goto(`/courses/${course.id}/lessons/${course.lessons[0]?.id}`);
  const map = page.getByRole('link', { name: 'map' });
  await expect(map).toHaveAttribute('href', /^blob:/);
  await expect(map).not.toHaveAttribute('download');
  await Promise.all([page.waitForEvent('popup'), map.click()]);
  await expect(page.getByRole('link', { name: 'slides' })).toHaveAttribute('href', slides);
});

test('a download goes on where it was after a lost network and a closed tab', async ({ page, context }) => {
  const course = await largeCourse('Long reading');
  await taken(page, course);
  await start(page).click();
  await page.getByText(/^The download takes about 12 MB/).waitFor();
  // Slow enough to be cut in the middle.
  const network = await context.newCDPSession(page);
  const speed = { offline: false, latency: 0, downloadThroughput: 1_000_000, uploadThroughput: 1_000_000 };
  await network.send('Network.emulateNetworkConditions', speed);
  await page.getByRole('button', { name: 'Download', exact: true }).click();
  await expect(page.getByText('Lessons: 0 of 2 · ')).toBeVisible();
  await expect(page.getByText(/ · (8\.[4-9]|9|9\.\d|1[01][.\d]*) MB of 12 MB$/)).toBeVisible();
  await settle(page);
  await context.setOffline(true);
  await expect(page.getByText('Waiting for a connection.')).toBeVisible();
  await page.close();
  await context.setOffline(false);

  const next = await context.newPage();
  const rest = next.waitForRequest(request => request.headers().range?.startsWith('bytes=') === true);
  await next.goto('/downloads');
  const from = Number(/^bytes=(\d+)-$/.exec((await rest).headers().range ?? '')?.[1]);
  expect(from).toBeGreaterThanOrEqual(8 * 1024 * 1024);
  await expect(here(next)).toHaveText('On this device · 12 MB');
  await context.setOffline(true);
  await next.goto(`/courses/${course.id}/lessons/${course.lessons[0]?.id}`);
  await expect(next.getByRole('region', { name: 'Long reading.pdf' }).getByText('Long reading')).toBeAttached();
});

test('a download is cancelled, and nothing of it stays', async ({ page, context }) => {
  const course = await largeCourse('Cancelled');
  await taken(page, course);
  await start(page).click();
  await page.getByText(/^The download takes about 12 MB/).waitFor();
  const network = await context.newCDPSession(page);
  const speed = { offline: false, latency: 0, downloadThroughput: 1_000_000, uploadThroughput: 1_000_000 };
  await network.send('Network.emulateNetworkConditions', speed);
  await page.getByRole('button', { name: 'Download', exact: true }).click();
  await expect(page.getByRole('progressbar', { name: `Download of “${course.title}”` })).toBeVisible();
  await page.getByRole('button', { name: `Cancel download of “${course.title}”` }).click();
  await expect(start(page)).toBeVisible();
  await expect.poll(() => onShelf(page, 'file')).toEqual([]);
  expect(await onShelf(page, 'download')).toEqual([]);
});

test('without room for it, a course is told to need more; what was there is removed', async ({ page, context }) => {
  const course = await largeCourse('Too much');
  await taken(page, course);
  const device = await context.newCDPSession(page);
  const origin = new URL(page.url()).origin;
  const quota = (quotaSize?: number) =>
    device.send('Storage.overrideQuotaForOrigin', { origin, ...(quotaSize !== undefined && { quotaSize }) });
  // Browsers that tell little of the device tell more than there is; of others, a course asks before it begins.
  await page.evaluate(() => {
    const estimate = navigator.storage.estimate.bind(navigator.storage);
    navigator.storage.estimate = async () => ({ ...(await estimate()), quota: 5_000_000 });
  });
  await start(page).click();
  await expect(page.getByText(/There isn’t enough space on this device\. The course needs about 12 MB/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Download', exact: true })).toHaveCount(0);
  await check(page, 'no room before a download');
  await page.getByRole('button', { name: 'Cancel' }).click();

  // It runs out while the course is being downloaded.
  await page.reload();
  await start(page).click();
  await page.getByText(/^The download takes about 12 MB/).waitFor();
  await quota(5_000_000);
  await page.getByRole('button', { name: 'Download', exact: true }).click();
  await expect(page.getByRole('alert')).toHaveText(
    'There wasn’t enough space on this device, so the download was removed. The course needs about 12 MB. Free up some space and try again.',
  );
  expect(await onShelf(page, 'file')).toEqual([]);
  await settle(page);
  await check(page, 'no room');
  await quota();
  await page.getByRole('button', { name: `Try again to download “${course.title}”` }).click();
  await expect(here(page)).toHaveText('On this device · 12 MB');
});

test('lessons that open later and a newer version come with an update', async ({ page }) => {
  const course = await courseWith('Step by step', [{ title: 'One' }, { title: 'Two' }, { title: 'Three' }], {
    unlock: 'in_order',
  });
  const { token } = await taken(page, course);
  await start(page).click();
  await expect(page.getByText('2 lessons unlock later.')).toBeVisible();
  await page.getByRole('button', { name: 'Download', exact: true }).click();
  await expect(page.getByText('2 lessons unlock later.')).toBeVisible();
  await expect(here(page)).toBeVisible();
  expect(await onShelf(page, 'lesson')).toHaveLength(1);

  await call(`/v1/me/enrolments/${course.id}/lessons/${course.lessons[0]?.id}/completion`, { method: 'PUT', token });
  await page.reload();
  await expect(page.getByText('More lessons have opened since you downloaded the course.')).toBeVisible();
  const update = page.getByRole('button', { name: `Update download of “${course.title}”` });
  await update.click();
  await expect(page.getByText('1 lesson unlocks later.')).toBeVisible();
  expect(await onShelf(page, 'lesson')).toHaveLength(2);

  await rewrite(course.id, { Two: '# Two\n\nRead this as well.' });
  await publish(course.id, course.title);
  await page.reload();
  await page.getByRole('button', { name: 'Switch to version 2' }).click();
  await expect(page.getByText('The course has changed since you downloaded it.')).toBeVisible();
  await update.click();
  await expect(here(page)).toBeVisible();
  await expect(update).toHaveCount(0);
  expect(await onShelf(page, 'lesson')).toHaveLength(2);
});

test('a file of two courses is kept once, and until the last of them is removed; another member finds nothing', async ({
  page,
}) => {
  const file = await uploaded('document', pdf('Shared.pdf', ['Shared']));
  const lessons = [{ title: 'Read it', content: { kind: 'document', file } }];
  const [one, two] = [await courseWith('First', lessons), await courseWith('Second', lessons)];
  const { token, email } = await taken(page, one);
  await download(page);
  await expect(here(page)).toBeVisible();
  const kept = await onShelf(page, 'file');
  expect(kept).toHaveLength(2);
  await enrol(token, two);
  await page.goto(`/courses/${two.id}`);
  await download(page);
  await expect(here(page)).toBeVisible();
  expect(await onShelf(page, 'file')).toEqual(kept);

  await page.goto('/downloads');
  for (const [course, left] of [
    [one, 2],
    [two, 0],
  ] as const) {
    await page.getByRole('button', { name: `Remove “${course.title}” from this device` }).click();
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await expect(page.getByRole('link', { name: course.title })).toHaveCount(0);
    expect(await onShelf(page, 'file')).toHaveLength(left);
  }

  await page.goto(`/courses/${two.id}`);
  await download(page);
  await expect(here(page)).toBeVisible();
  await signOut(page);
  for (const kind of ['file', 'download', 'lesson']) expect(await onShelf(page, kind)).toEqual([]);
  const other = await newMember('Otto Other');
  await signIn(page, other.email, '/downloads');
  await expect(page.getByText('No downloads yet')).toBeVisible();
  await signOut(page);
  await signIn(page, email, '/downloads');
  await expect(page.getByText('No downloads yet')).toBeVisible();
});
