import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { stackUrl } from '../support/api.ts';
import { check, settle } from '../support/axe.ts';
import { chromiumOptions } from '../support/browser.ts';
import { frameOf, packageCourse, packageOfOthers, running, standing, testPackage } from '../support/packages.ts';
import { signIn } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

const start = (page: Page) => page.getByRole('button', { name: /^(Start|Pick up where you left off)/ });
const leave = (page: Page) => page.getByRole('button', { name: 'Leave', exact: true });
const place = (page: Page) => running(page).locator('#place');
const next = (page: Page) => running(page).getByRole('button', { name: 'Next' });

/** Why something is tried once. */
const SAME = 'it does not depend on the size of the page';

for (const standard of ['scorm_1_2', 'scorm_2004_3'] as const) {
  test(`a package of ${standard} is resumed where it was left, and completes its lesson`, async ({
    page,
    isMobile,
  }) => {
    test.skip(isMobile && standard !== 'scorm_1_2', SAME);
    const taken = await packageCourse(testPackage('Resume', standard));
    await signIn(page, taken.member.email, taken.path);
    const complete = page.getByRole('button', { name: 'Complete and continue' });
    await expect(complete).toHaveAttribute('aria-disabled', 'true');
    await expect(complete).toHaveAccessibleDescription('Complete the package to complete the lesson.');
    await settle(page);
    await check(page, 'package');
    await start(page).click();
    await expect(place(page)).toHaveText('0');
    await check(page, 'package-open');
    const frame = page.locator('iframe[title^="Package:"]');
    const placed = await frame.boundingBox();
    for (const at of ['1', '2', '3']) {
      await next(page).click();
      await expect(place(page)).toHaveText(at);
    }
    await expect(page.getByText(/^Saved at/)).toBeVisible();
    // Nothing moves under the finger.
    expect(await frame.boundingBox()).toEqual(placed);
    await leave(page).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.getByRole('button', { name: 'Pick up where you left off' }).click();
    await expect(place(page)).toHaveText('3');
    await running(page).getByRole('button', { name: 'Pass' }).click();
    await running(page).getByRole('button', { name: 'End' }).click();
    await expect(page.getByText(/^Finished and saved at/)).toBeVisible();
    await leave(page).click();
    await expect(page.getByText('Score: 90%').first()).toBeVisible();
    await expect(page.getByRole('link', { name: 'Next lesson' })).toBeVisible();
    // Two sessions of five seconds each, whatever was loaded again.
    expect((await standing(taken)).attempts).toMatchObject([{ number: 1, state: 'passed', seconds: 10 }]);
  });
}

test('golf of SCORM 1.2 runs from launch to completion', async ({ page, isMobile }) => {
  test.skip(isMobile, SAME);
  const golf = packageOfOthers('RuntimeMinimumCalls_SCORM12.zip');
  test.skip(!golf, 'the golf examples do not lie beside the repository');
  if (!golf) return;
  const taken = await packageCourse(golf, {}, 2);
  await signIn(page, taken.member.email, taken.path);
  for (const title of ['How to Play', 'Par?']) {
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    await start(page).click();
    await expect(running(page).locator('h1')).toBeVisible();
    // It begins its session once all of its pictures are there.
    await (await frameOf(page)).waitForLoadState('load');
    await leave(page).click();
    await page.getByRole('link', { name: 'Next lesson' }).click();
  }
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Afterwards');
});

test('golf of SCORM 2004 runs from launch to completion, and is closed when it asks for it', async ({
  page,
  isMobile,
}) => {
  test.skip(isMobile, SAME);
  const golf = packageOfOthers('RuntimeBasicCalls_SCORM20043rdEdition.zip');
  test.skip(!golf, 'the golf examples do not lie beside the repository');
  if (!golf) return;
  const taken = await packageCourse(golf);
  await signIn(page, taken.member.email, taken.path);
  await start(page).click();
  const forward = running(page).getByRole('button', { name: 'Next ->' });
  for (let turns = 0; turns < 14; turns += 1) await forward.click();
  await expect(forward).toBeDisabled();
  await running(page).getByRole('button', { name: 'Exit' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Next lesson' })).toBeVisible();
  expect((await standing(taken)).attempts).toMatchObject([{ state: 'completed' }]);
});

/** What a curious package tries, and what has come of it. */
const CURIOUS = `
  var tried = {};
  var attempt = function (name, what) {
    try { tried[name] = 'got ' + String(what()); } catch (error) { tried[name] = 'refused'; }
  };
  attempt('storage of the portal', function () { return top.localStorage.length; });
  attempt('page of the portal', function () { return top.document.body.innerHTML; });
  attempt('frame of the player', function () { return parent.frameElement && parent.frameElement.src; });
  attempt('address of the portal', function () { return top.location.href; });
  attempt('cookies of the portal', function () { return top.document.cookie; });
  attempt('another page', function () { top.location.assign('/elsewhere'); return 'away'; });
  tried['own cookies'] = document.cookie;
  attempt('own storage', function () {
    return Object.keys(localStorage).filter(function (key) { return key.indexOf('trellis.') === 0; }).join();
  });
  window.tried = tried;
  window.asked = fetch('PORTAL/v1/me', { credentials: 'include' })
    .then(function (answer) { return answer.text(); })
    .then(function (text) { return 'got ' + text; }, function () { return 'refused'; });
`;

test('a package that tries to read the portal fails', async ({ page, watched, isMobile }) => {
  test.skip(isMobile, SAME);
  const curious = testPackage('Curious', 'scorm_1_2', CURIOUS.replace('PORTAL', stackUrl()));
  const taken = await packageCourse(curious);
  await signIn(page, taken.member.email, taken.path);
  await start(page).click();
  const frame = await frameOf(page);
  const tried = await frame.evaluate(() => (window as unknown as { tried: Record<string, string | null> }).tried);
  for (const name of [
    'storage of the portal',
    'page of the portal',
    'address of the portal',
    'cookies of the portal',
  ]) {
    expect(tried[name], name).toBe('refused');
  }
  // The player's own frame belongs to the portal: browsers answer that there is none.
  expect(tried['frame of the player']).toMatch(/^(refused|got null)$/);
  expect(tried['another page']).toBe('refused');
  expect(tried['own cookies']).toBe('');
  // Where it has one, nothing of the portal lies in it.
  expect(tried['own storage']).toMatch(/^(refused|got )$/);
  const asked = await frame.evaluate(() => (window as unknown as { asked: Promise<string> }).asked);
  expect(asked).toBe('refused');
  expect(new URL(page.url()).pathname).toBe(taken.path);
  // What it tried is refused aloud.
  watched.violations.length = 0;
});

test('a package that opens its content in a window of its own is heard there', async ({ page, context, isMobile }) => {
  test.skip(isMobile, SAME);
  const opener = testPackage(
    'Windows',
    'scorm_1_2',
    "document.body.append(Object.assign(document.createElement('button'), { textContent: 'Open', onclick: function () { window.open('index.html?again', 'again'); } }));",
  );
  const taken = await packageCourse(opener);
  await signIn(page, taken.member.email, taken.path);
  await start(page).click();
  const [opened] = await Promise.all([
    context.waitForEvent('page'),
    running(page).getByRole('button', { name: 'Open' }).click(),
  ]);
  await opened.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByText(/^Saved at/)).toBeVisible();
  await opened.close();
});

test('who goes on elsewhere is asked first, and the other window is told', async ({ page, browser }) => {
  const taken = await packageCourse(testPackage('Two devices'));
  await signIn(page, taken.member.email, taken.path);
  await start(page).click();
  await next(page).click();
  await expect(page.getByText(/^Saved at/)).toBeVisible();
  const context = await browser.newContext({ baseURL: stackUrl(), reducedMotion: 'reduce', locale: 'en-GB' });
  const other = await context.newPage();
  await signIn(other, taken.member.email, taken.path);
  await start(other).click();
  await expect(other.getByRole('heading', { name: 'Open on another device' })).toBeVisible();
  await check(other, 'package-elsewhere');
  await other.getByRole('button', { name: 'Continue here' }).click();
  await expect(place(other)).toHaveText('1');
  await next(other).click();
  await expect(place(other)).toHaveText('2');
  await expect(other.getByText(/^Saved at/)).toBeVisible();
  await next(page).click();
  await expect(page.getByText(/^Opened on another device/)).toBeVisible();
  await leave(page).click();
  await leave(other).click();
  await expect(other.getByRole('dialog')).toHaveCount(0);
  await other.reload();
  await start(other).click();
  await expect(place(other)).toHaveText('2');
  await context.close();
});

test('a review shows what was done, and writes nothing', async ({ page, isMobile }) => {
  test.skip(isMobile, SAME);
  const taken = await packageCourse(testPackage('Review'), { attempts: 1 });
  await signIn(page, taken.member.email, taken.path);
  await start(page).click();
  await next(page).click();
  await running(page).getByRole('button', { name: 'Pass' }).click();
  await frameOf(page).then(frame => frame.evaluate("set('cmi.core.exit', '')"));
  await running(page).getByRole('button', { name: 'End' }).click();
  await expect(page.getByText(/^Finished and saved at/)).toBeVisible();
  await leave(page).click();
  const before = await standing(taken);
  const commits: string[] = [];
  page.on('request', request => {
    if (request.url().endsWith('/v1/package-commits')) commits.push(request.url());
  });
  await page.getByRole('button', { name: 'Review' }).click();
  await expect(page.getByText('Review: nothing is saved')).toBeVisible();
  await expect(place(page)).toHaveText('1');
  await next(page).click();
  await leave(page).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(commits).toEqual([]);
  expect(await standing(taken)).toEqual(before);
});

test('what could not be sent goes out with the next visit', async ({ isMobile }) => {
  test.skip(isMobile, SAME);
  const taken = await packageCourse(testPackage('Left over'));
  const profile = mkdtempSync(join(tmpdir(), 'trellis-profile-'));
  const context = await ownContext(profile);
  const page = await context.newPage();
  await signIn(page, taken.member.email, taken.path);
  await start(page).click();
  await next(page).click();
  await expect(page.getByText(/^Saved at/)).toBeVisible();
  await context.route('**/v1/package-commits', route => route.abort());
  await next(page).click();
  await expect(page.getByText(/^Not saved yet/)).toBeVisible();
  await page.close();
  await context.unroute('**/v1/package-commits');
  const again = await context.newPage();
  await again.goto(taken.path);
  await start(again).click();
  await expect(place(again)).toHaveText('2');
  await context.close();
  rmSync(profile, { recursive: true, force: true });
});

/** A browser that keeps what pages in frames of other sites store: between sites of `localhost`, some are set up to refuse it. */
async function ownContext(profile: string): Promise<BrowserContext> {
  mkdirSync(join(profile, 'Default'), { recursive: true });
  writeFileSync(
    join(profile, 'Default', 'Preferences'),
    JSON.stringify({ profile: { cookie_controls_mode: 0, block_third_party_cookies: false } }),
  );
  return chromium.launchPersistentContext(profile, { ...chromiumOptions(), baseURL: stackUrl(), locale: 'en-GB' });
}

test('offline, a package says that it needs a connection', async ({ page, context }) => {
  const taken = await packageCourse(testPackage('Offline'));
  await signIn(page, taken.member.email, taken.path);
  await expect(start(page)).toBeVisible();
  await context.setOffline(true);
  await expect(page.getByText(/^Packages need a connection/)).toBeVisible();
  await context.setOffline(false);
  await expect(start(page)).toBeVisible();
});
