import { check, settle } from '../support/axe.ts';
import { courseWith, enrol, newCourse } from '../support/courses.ts';
import { newMember, signIn, tokenOf } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

const ABOUT = {
  tags: ['Safety'],
  skills: ['First aid'],
  level: 'beginner',
  audience: 'Everybody in the workshop',
  outcomes: ['Stop a bleeding', 'Call for help'],
};

test('what a course is about, and the way to others like it', async ({ page }) => {
  const course = await courseWith('First aid', [{ title: 'Look' }], { language: 'en', about: ABOUT });
  const member = await newMember();
  await signIn(page, member.email, `/courses/${course.id}`);
  const learn = page.getByRole('region', { name: 'What you will learn' });
  await expect(learn.getByRole('listitem')).toHaveText(ABOUT.outcomes);
  await expect(page.getByRole('region', { name: 'Who it’s for' })).toContainText(ABOUT.audience);
  await expect(page.getByText('Beginner', { exact: true })).toBeVisible();
  await settle(page);
  await check(page, 'about');
  await page.getByRole('link', { name: 'First aid', exact: true }).click();
  await expect(page).toHaveURL(/\/catalogue\?skill=First\+aid$/);
  await expect(page.getByRole('button', { name: 'Remove Skills: First aid' })).toBeVisible();
});

test('what must come first stands in the place of the button', async ({ page }) => {
  const [first, second] = [await newCourse(1), await newCourse(1)];
  const course = await courseWith('Rescue', [{ title: 'Look' }], { prerequisites: [first.id, second.id] });
  const member = await newMember();
  const token = await tokenOf(member.email);
  await enrol(token, first, 1);
  await signIn(page, member.email, `/courses/${course.id}`);
  const before = page.getByRole('region', { name: 'Before you start' });
  await expect(before.getByRole('listitem')).toHaveText([
    `${first.title}Completed`,
    `${second.title}Not completed yet`,
  ]);
  await expect(page.getByRole('button', { name: 'Start course' })).toHaveCount(0);
  await settle(page);
  await check(page, 'prerequisites');
  await before.getByRole('link', { name: `Go to “${second.title}”` }).click();
  await page.getByRole('button', { name: 'Start course' }).click();
  await page.getByRole('button', { name: 'Complete', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Course completed');
  await page.goto(`/courses/${course.id}`);
  await expect(page.getByRole('region', { name: 'Courses to complete first' })).toBeVisible();
  await page.getByRole('button', { name: 'Start course' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Look');
});

test('lessons open one after another, and say what opens them', async ({ page, isMobile }) => {
  const course = await courseWith(
    'In order',
    [
      { title: 'One' },
      { title: 'More', optional: true, content: { kind: 'link', address: 'https://example.com/more' } },
      { title: 'Two' },
    ],
    { unlock: 'in_order' },
  );
  const member = await newMember();
  await enrol(await tokenOf(member.email), course);
  await signIn(page, member.email, `/courses/${course.id}`);
  const outline = page.getByRole('region', { name: 'Outline' });
  await expect(outline.getByRole('link')).toHaveText([
    /^One/,
    /^More, locked.*Link.*Optional.*Opens after “One”/,
    /^Two, locked.*Opens after “One”/,
  ]);
  await settle(page);
  await check(page, 'locked outline');
  await outline.getByRole('link', { name: /^Two/ }).click();
  await expect(page.getByRole('heading', { name: 'This lesson isn’t open yet' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Complete', exact: true })).toHaveAttribute('aria-disabled', 'true');
  await settle(page);
  await check(page, 'locked lesson');
  await page.getByRole('main').getByRole('link', { name: 'Go to “One”' }).click();
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toHaveText('One');
  const refused: string[] = [];
  page.on('response', response => response.status() === 403 && refused.push(response.url()));
  await page.getByRole('button', { name: 'Complete and continue' }).click();
  await expect(heading).toHaveText('More');
  await expect(page.getByRole('link', { name: /Open page/ })).toBeVisible();
  expect(refused, 'the next lesson is asked for when it is open').toEqual([]);
  if (isMobile) await page.getByRole('button', { name: /Course outline/ }).click();
  const list = page.getByRole('navigation', { name: 'Course outline' }).filter({ visible: true });
  await expect(list.getByRole('link', { name: /^One\s*, completed/ })).toBeVisible();
  await expect(list.getByRole('link', { name: /Opens after/ })).toHaveCount(0);
});

test('who leaves a course finds the progress when coming back', async ({ page }) => {
  const course = await newCourse(2);
  const member = await newMember();
  await enrol(await tokenOf(member.email), course, 1);
  await signIn(page, member.email, `/courses/${course.id}`);
  await expect(page.getByRole('link', { name: 'Continue' })).toBeVisible();
  await page.getByRole('button', { name: 'Leave course' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Your progress and points are kept');
  await settle(page);
  await check(page, 'leave');
  await dialog.getByRole('button', { name: 'Leave course' }).click();
  await expect(page.getByRole('button', { name: 'Start course' })).toBeVisible();
  await expect(page.getByRole('progressbar')).toHaveCount(0);
  await page.getByRole('button', { name: 'Start course' }).click();
  await expect(page.getByRole('button', { name: 'Complete', exact: true })).toBeVisible();
  await page.goto(`/courses/${course.id}`);
  await expect(page.getByRole('progressbar').first()).toHaveAttribute('aria-valuenow', '50');
});
