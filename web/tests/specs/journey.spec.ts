import { newCourse, searchable } from '../support/courses.ts';
import { newMember, signIn } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

test('from the catalogue to points and a place on the board', async ({ page }) => {
  const course = await searchable(await newCourse(3));
  const member = await newMember('Jo Journey');
  await signIn(page, member.email);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hello, Jo');
  await page.getByRole('link', { name: 'Browse the catalogue' }).click();
  await page.getByRole('searchbox').fill(course.title.toUpperCase().replace('SMALL STEPS', 'SMAL STPES'));
  await expect(page.getByText('1 course', { exact: true })).toBeVisible();
  await page.getByRole('link', { name: course.title }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await page.getByRole('button', { name: 'Start course' }).click();
  for (const lesson of course.lessons.slice(0, 2)) {
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(lesson.title);
    await page.getByRole('button', { name: 'Complete and continue' }).click();
  }
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Step 3');
  await page.getByRole('button', { name: 'Complete', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Course completed');
  await page.getByRole('link', { name: 'Back to home' }).click();
  await expect(page.getByText('All done')).toBeVisible();
  await expect(page.getByLabel('Your progress')).toContainText('30');
  await page.getByRole('link', { name: 'Leaderboard' }).click();
  await expect(page.getByRole('region', { name: 'Your rank' })).toContainText('30 points');
  await page.getByRole('radio', { name: 'All time' }).check();
  await expect(page).toHaveURL(/boards\/all-time$/);
  await page.getByRole('link', { name: 'My learning' }).click();
  await expect(page.getByRole('heading', { name: 'Completed' })).toBeVisible();
});

test('everything by keyboard alone', async ({ page, isMobile }) => {
  test.skip(isMobile, 'phones have no keyboard');
  const course = await newCourse(2);
  const member = await newMember('Kim Keys');
  await signIn(page, member.email, `/courses/${course.id}`);
  await page.getByRole('heading', { level: 1, name: course.title }).waitFor();
  await page.reload();
  await page.getByRole('heading', { level: 1, name: course.title }).waitFor();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Start course' })).toBeFocused();
  await page.keyboard.press('Enter');
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toHaveText('Step 1');
  await page.keyboard.press('ArrowRight');
  await expect(heading).toHaveText('Step 2');
  await page.keyboard.press('p');
  await expect(heading).toHaveText('Step 1');
  await page.keyboard.press('c');
  await expect(heading).toHaveText('Step 2');
  await expect(heading).toBeFocused();
  await page.keyboard.press('c');
  await expect(heading).toHaveText('Course completed');
});
