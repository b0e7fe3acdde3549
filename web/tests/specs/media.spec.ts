import type { Page } from '@playwright/test';
import { refuse } from '../support/answers.ts';
import { call } from '../support/api.ts';
import { check, settle } from '../support/axe.ts';
import { courseWith, enrol, type TestCourse } from '../support/courses.ts';
import { captions, FILM_SECONDS, film, subtitles, tone } from '../support/documents.ts';
import { outdated, uploaded } from '../support/files.ts';
import { newMember, signIn, tokenOf } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

const TONE_SECONDS = 20;

async function filmCourse(watched_percent = 80): Promise<TestCourse> {
  const [file, en, de] = [
    await uploaded('video', film()),
    await uploaded('captions', captions()),
    await uploaded('captions', subtitles()),
  ];
  const tracks = [
    { language: 'de', file: de },
    { language: 'en', file: en },
  ];
  const content = { kind: 'video', file, seconds: FILM_SECONDS, watched_percent, captions: tracks };
  return courseWith('Films', [{ title: 'Watch', content, markdown: 'Before you enter.' }, { title: 'Last' }]);
}

async function toneCourse(): Promise<TestCourse> {
  const file = await uploaded('audio', tone(TONE_SECONDS));
  const content = { kind: 'audio', file, seconds: TONE_SECONDS, watched_percent: 50 };
  return courseWith('Sounds', [{ title: 'Listen', content }, { title: 'Last' }]);
}

interface Taken {
  address: string;
  email: string;
  token: string;
  work: string;
}

async function taken(course: TestCourse): Promise<Taken> {
  const { email } = await newMember();
  const token = await tokenOf(email);
  await enrol(token, course);
  const lesson = course.lessons[0]?.id;
  const address = `/courses/${course.id}/lessons/${lesson}`;
  return { address, email, token, work: `/v1/me/enrolments/${course.id}/lessons/${lesson}/work` };
}

interface Work {
  played: { from: number; to: number }[];
  position: number;
}

async function savedWork(token: string, course: TestCourse): Promise<Work> {
  const path = `/v1/catalog/courses/${course.id}/lessons/${course.lessons[0]?.id}`;
  return (await call<{ work: Work }>(path, { token })).work;
}

const position = (page: Page) => page.getByRole('slider', { name: 'Position' });
const complete = (page: Page) => page.getByRole('button', { name: 'Complete and continue' });

function told(page: Page) {
  return page.waitForResponse(response => response.url().endsWith('/work') && response.ok());
}

test('a video counts what is really played of it, and not what is passed over', async ({ page }) => {
  const course = await filmCourse();
  const { email, address, token } = await taken(course);
  await signIn(page, email, address);
  const player = page.getByRole('region', { name: 'Video' });
  const play = player.getByRole('button', { name: 'Play' }).first();
  await play.waitFor();
  await expect(page.getByText('Before you enter.')).toBeVisible();
  await expect(complete(page)).toHaveAttribute('aria-disabled', 'true');
  await expect(complete(page)).toHaveAccessibleDescription('Watch 80% to complete the lesson.');
  await settle(page);
  await check(page, 'video');

  // To the end, by jumping there.
  await position(page).fill(String(FILM_SECONDS - 2));
  await Promise.all([told(page), play.click()]);
  await expect.poll(() => player.locator('video').evaluate((video: HTMLVideoElement) => video.ended)).toBe(true);
  await expect(player.getByText(/^28% watched · Skipped parts don’t count/)).toBeVisible();
  await expect(complete(page)).toHaveAttribute('aria-disabled', 'true');
  await expect.poll(() => savedWork(token, course)).toMatchObject({ played: [{ from: 5, to: 7 }] });
  const refused = call(`/v1/me/enrolments/${course.id}/lessons/${course.lessons[0]?.id}/completion`, {
    method: 'PUT',
    token,
  });
  await expect(refused).rejects.toThrow(/422/);

  // From the beginning, as fast as it goes.
  await player.getByRole('combobox', { name: 'Speed' }).selectOption('2');
  await position(page).fill('0');
  await play.click();
  await expect(player.getByText(/^(8\d|9\d|100)% watched$/)).toBeVisible();
  await complete(page).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Last');
  await page.goto(address);
  await expect(page.getByRole('status').filter({ hasText: /^Completed$/ })).toBeVisible();
});

test('captions and a transcript in the language that is chosen, to search and to jump', async ({ page }) => {
  const course = await filmCourse(0);
  const { email, address } = await taken(course);
  await signIn(page, email, address);
  const player = page.getByRole('region', { name: 'Video' });
  await player.getByRole('button', { name: 'Transcript' }).click();
  // In the language of the page, before anything is chosen.
  await expect(player.getByRole('button', { name: /Ada: Welcome to the workshop/ })).toBeVisible();
  await player.getByRole('combobox', { name: 'Captions' }).selectOption('de');
  await expect(player.getByRole('button', { name: /Willkommen in der Werkstatt/ })).toBeVisible();
  const shown = () =>
    player
      .locator('video')
      .evaluate((video: HTMLVideoElement) =>
        [...video.textTracks]
          .filter(track => track.mode === 'showing')
          .map(track => [track.language, track.cues?.length]),
      );
  await expect.poll(shown).toEqual([['de', 2]]);
  await player.getByRole('combobox', { name: 'Captions' }).selectOption('en');
  await expect.poll(shown).toEqual([['en', 3]]);
  await player.getByRole('searchbox', { name: 'Search the transcript' }).fill('DOOR');
  await expect(player.getByText('1 match')).toBeVisible();
  await settle(page);
  await check(page, 'transcript');
  await player.getByRole('button', { name: /Close the door/ }).click();
  await expect(position(page)).toHaveValue('5');
  await expect(position(page)).toHaveAttribute('aria-valuetext', '0:05 of 0:07');
  // The choice stays on this device.
  await page.reload();
  await expect.poll(shown).toEqual([['en', 3]]);
  // Nothing has to be seen.
  await expect(complete(page)).not.toHaveAttribute('aria-disabled');
});

test('a player listens to the keyboard, and the page does not', async ({ page }) => {
  const course = await filmCourse();
  const { email, address } = await taken(course);
  await signIn(page, email, address);
  const player = page.getByRole('region', { name: 'Video' });
  const video = player.locator('video');
  await player.getByRole('button', { name: 'Mute' }).focus();
  const state = () => video.evaluate(({ paused, muted }: HTMLVideoElement) => ({ paused, muted }));
  await page.keyboard.press('m');
  await expect.poll(state).toEqual({ paused: true, muted: true });
  await page.keyboard.press('ArrowRight');
  await expect(position(page)).toHaveValue('5');
  await page.keyboard.press('ArrowLeft');
  await expect(position(page)).toHaveValue('0');
  await page.keyboard.press('c');
  await expect(player.getByRole('combobox', { name: 'Captions' })).toHaveValue('en');
  await page.keyboard.press('k');
  await expect.poll(state).toMatchObject({ paused: false });
  await page.keyboard.press('k');
  await expect.poll(state).toMatchObject({ paused: true });
  await expect(page).toHaveURL(new RegExp(`${address}(\\?|$)`));
  // Elsewhere, arrows turn pages.
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Last');
});

test('an audio goes on where it was left on another device', async ({ page }) => {
  const course = await toneCourse();
  const { email, address, token, work } = await taken(course);
  await call(address.replace('/courses', '/v1/catalog/courses'), { token });
  await call(work, { method: 'PUT', token, body: { kind: 'media', played: [{ from: 0, to: 6 }], position: 6 } });
  await signIn(page, email, address);
  const player = page.getByRole('region', { name: 'Audio' });
  await expect(player.getByText('Continues at 0:06.')).toBeVisible();
  await expect(player.getByText(/^30% listened to/)).toBeVisible();
  await settle(page);
  await check(page, 'audio');
  await player.getByRole('button', { name: 'Start from the beginning' }).click();
  await expect(position(page)).toHaveValue('0');
});

test('what is played without network is told later, also by another tab', async ({ page, context }) => {
  const course = await toneCourse();
  const { email, address, token } = await taken(course);
  await signIn(page, email, address);
  const player = page.getByRole('region', { name: 'Audio' });
  const audio = player.locator('audio');
  await player.getByRole('combobox', { name: 'Speed' }).selectOption('2');
  // All of it is there before the network goes.
  await audio.evaluate((element: HTMLAudioElement) => {
    element.preload = 'auto';
    element.load();
  });
  await expect
    .poll(() =>
      audio.evaluate(({ buffered, duration }: HTMLAudioElement) => buffered.length && buffered.end(0) === duration),
    )
    .toBe(true);
  await context.setOffline(true);
  await player.getByRole('button', { name: 'Play' }).click();
  await expect(player.getByText(/^(5|6)\d% listened to$/)).toBeVisible();
  await complete(page).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Last');
  expect((await savedWork(token, course)).played).toEqual([]);
  await page.close();
  await context.setOffline(false);
  const next = await context.newPage();
  await next.goto('/');
  await expect(next.getByText('1 completion synced')).toBeVisible();
  const { played } = await savedWork(token, course);
  expect(played[0]).toMatchObject({ from: 0 });
  expect(played[0]?.to).toBeGreaterThanOrEqual(TONE_SECONDS / 2);
});

test('more than can have been played is refused, and told', async ({ page }) => {
  const course = await toneCourse();
  const { email, address } = await taken(course);
  await page.route('**/work', route => refuse(route, 422, 'rule-broken', 'Too much at once.'));
  await signIn(page, email, address);
  const player = page.getByRole('region', { name: 'Audio' });
  await player.getByRole('button', { name: 'Play' }).click();
  await expect(player.getByText(/^(10|15)% listened to/)).toBeVisible();
  await player.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText('What you played of “Listen” wasn’t counted: Too much at once.')).toBeVisible();
  await expect(player.getByText(/^0% listened to/)).toBeVisible();
});

test('an address that works no more is asked for anew, and it goes on', async ({ page }) => {
  const course = await filmCourse();
  const { email, address } = await taken(course);
  const asked = await outdated(page);
  await signIn(page, email, address);
  const player = page.getByRole('region', { name: 'Video' });
  await player.getByRole('button', { name: 'Play' }).first().click();
  await expect(player.getByText(/^[1-9]\d% watched/)).toBeVisible();
  expect(asked()).toBe(2);
});
