import { randomBytes } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import { check, settle } from '../support/axe.ts';
import { courseWith, searchable, type TestCourse } from '../support/courses.ts';
import { press, tabTo } from '../support/keyboard.ts';
import { newMember, signIn } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

interface Shelf {
  /** A tag that no other test has. */
  tag: string;
  basics: TestCourse;
  drill: TestCourse;
}

async function newShelf(): Promise<Shelf> {
  const tag = `Topic ${randomBytes(4).toString('hex')}`;
  const basics = await courseWith('Smoke basics', [{ title: 'Look' }], {
    language: 'en',
    about: { tags: [tag], skills: ['First aid'], level: 'beginner' },
  });
  const items = [{ text: 'Open the window' }];
  const drill = await courseWith('Smoke drill', [{ title: 'Do', content: { kind: 'checklist', items } }], {
    language: 'de',
    about: { tags: [tag], level: 'advanced' },
  });
  return { tag, basics: await searchable(basics), drill: await searchable(drill) };
}

/** The filters: beside the courses, or in a dialog on a phone. */
async function openFilters(page: Page, isMobile: boolean): Promise<Locator> {
  if (!isMobile) return page.getByRole('region', { name: 'Filters' });
  await page.getByRole('button', { name: /^Filters/ }).click();
  return page.getByRole('dialog', { name: 'Filters' });
}

async function closeFilters(page: Page, isMobile: boolean): Promise<void> {
  if (isMobile) await page.getByRole('dialog').getByRole('button', { name: 'Show courses' }).click();
}

const rowOf = (box: { y: number; height: number } | null) => box && [box.y, box.height].map(Math.round);

const cards = (page: Page) => page.getByRole('main').getByRole('heading', { level: 2 }).getByRole('link');

test('filters count, are chosen and taken back, and stand in the address', async ({ page, isMobile }) => {
  const { tag, basics, drill } = await newShelf();
  const member = await newMember();
  await signIn(page, member.email, `/catalogue?tag=${encodeURIComponent(tag)}`);
  await expect(cards(page)).toHaveText([basics.title, drill.title]);
  await expect(page.getByText('Beginner', { exact: true }).filter({ visible: true }).first()).toBeVisible();
  if (isMobile) {
    const [field, button] = [page.getByRole('searchbox'), page.getByRole('button', { name: 'Filters (1)' })];
    await expect.poll(async () => rowOf(await button.boundingBox())).toEqual(rowOf(await field.boundingBox()));
  }

  if (!isMobile) {
    await press(page, page.getByRole('link', { name: 'Skip to courses' }));
    await expect(page.locator('#courses')).toBeFocused();
    await tabTo(page, page.getByRole('button', { name: `Remove Topics: ${tag}` }));
  }

  let filters = await openFilters(page, isMobile);
  await expect(filters.getByRole('group', { name: 'Level' }).getByRole('checkbox')).toHaveCount(2);
  await filters.getByRole('checkbox', { name: 'Advanced , 1 course' }).check();
  await closeFilters(page, isMobile);
  await expect(cards(page)).toHaveText([drill.title]);
  await expect(page).toHaveURL(/level=advanced&tag=/);

  filters = await openFilters(page, isMobile);
  await filters.getByRole('checkbox', { name: /^Beginner/ }).check();
  await closeFilters(page, isMobile);
  await expect(cards(page)).toHaveText([basics.title, drill.title]);

  await page.goBack();
  await expect(cards(page)).toHaveText([drill.title]);
  await page.reload();
  await expect(cards(page)).toHaveText([drill.title]);
  await settle(page);
  await check(page, 'filtered');

  await page.getByRole('button', { name: 'Remove Level: Advanced' }).click();
  await expect(cards(page)).toHaveText([basics.title, drill.title]);
  await expect(page.getByRole('button', { name: `Remove Topics: ${tag}` })).toBeFocused();
  filters = await openFilters(page, isMobile);
  await filters.getByRole('checkbox', { name: /^Checklist/ }).check();
  await expect(page.getByRole('status').filter({ hasText: '1 course', visible: true }).first()).toBeVisible();
  if (isMobile) await check(page, 'filters');
  await closeFilters(page, isMobile);
  await expect(cards(page)).toHaveText([drill.title]);
});

test('the search follows what is typed, one request at a time, and nothing found offers a way back', async ({
  page,
  isMobile,
}) => {
  const { tag, basics } = await newShelf();
  const member = await newMember();
  await signIn(page, member.email, `/catalogue?tag=${encodeURIComponent(tag)}`);
  await expect(cards(page)).toHaveCount(2);
  const asked: string[] = [];
  page.on('request', request => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname === '/v1/catalog/courses') asked.push(searchParams.get('q') ?? '');
  });
  const search = page.getByRole('searchbox', { name: 'Search courses' });
  await search.pressSequentially('basics', { delay: 20 });
  await expect(cards(page)).toHaveText([basics.title]);
  expect(asked).toEqual(['basics']);
  await expect(page).toHaveURL(/\?q=basics&tag=/);
  await expect(
    page
      .getByRole('status')
      .filter({ hasText: /^1 course$/ })
      .first(),
  ).toBeVisible();

  await search.fill('zzzzzzzz');
  await expect(page.getByRole('heading', { name: 'No matching courses' })).toBeVisible();
  await settle(page);
  await check(page, 'nothing found');
  await page.getByRole('main').getByRole('button', { name: 'Clear search' }).click();
  await expect(search).toHaveValue('');
  await expect(page).toHaveURL(/\/catalogue\?tag=[^&]+$/);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(cards(page)).toHaveCount(2);

  await search.fill('basics');
  await expect(cards(page)).toHaveText([basics.title]);
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(search).toHaveValue('basics');
  await expect(page).toHaveURL(/\/catalogue\?q=basics$/);
  await search.fill('zzzzzzzz');
  await expect(page.getByText('Try fewer or different words.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Clear filters' })).toHaveCount(0);

  await page.goto(`/catalogue?q=zzzzzzzz&tag=${encodeURIComponent(tag)}`);
  const filters = await openFilters(page, isMobile);
  await expect(filters.getByRole('checkbox', { name: `${tag} , 0 courses` })).toBeChecked();
});

test('one key leads to the search from everywhere, unless single keys are off', async ({ page }) => {
  const member = await newMember();
  await signIn(page, member.email, '/learning');
  const search = page.getByRole('searchbox', { name: 'Search courses' });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('My learning');
  await page.keyboard.press('/');
  await expect(search).toBeFocused();
  await page.keyboard.type('a/b');
  await expect(search).toHaveValue('a/b');
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('/');
  await expect(search).toBeFocused();
  await page.goto('/profile');
  await page.getByRole('group', { name: 'Keyboard shortcuts' }).getByRole('radio', { name: 'Off' }).check();
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('/');
  await expect(page).toHaveURL(/\/profile$/);
});

test('without an index that can tell there are no filters, and the courses stay', async ({ page }) => {
  const { tag, basics, drill } = await newShelf();
  const member = await newMember();
  await page.route('**/v1/catalog/courses?**', async route => {
    const response = await route.fetch();
    const { facets: _, ...rest } = await response.json();
    await route.fulfill({ response, json: rest });
  });
  await signIn(page, member.email, `/catalogue?tag=${encodeURIComponent(tag)}`);
  await expect(cards(page)).toHaveText([basics.title, drill.title]);
  await expect(page.getByRole('region', { name: 'Filters' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^Filters/ })).toHaveCount(0);
});
