import { enrol, newCourse } from '../support/courses.ts';
import { newMember, signIn, tokenOf } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

test('a lesson opens where it was left, and the course where it was left', async ({ page }) => {
  const course = await newCourse(3);
  const member = await newMember();
  await enrol(await tokenOf(member.email), course, 1);
  await signIn(page, member.email, `/courses/${course.id}/lessons/${course.lessons[1]?.id}`);
  await page.getByRole('article').getByRole('listitem').last().waitFor();
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight * 0.4));
  const before = await page.evaluate(() => scrollY);
  await page.waitForTimeout(500);
  await page.goto('/');
  await expect(page.getByText('Step 2 · 3 min')).toBeVisible();
  await page.getByRole('link', { name: 'Continue' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Step 2');
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(before * 0.8);
});

test('a lesson that is left at once is found again at its place', async ({ page }) => {
  const course = await newCourse(2);
  const member = await newMember();
  await enrol(await tokenOf(member.email), course);
  await signIn(page, member.email, `/courses/${course.id}/lessons/${course.lessons[0]?.id}`);
  const [heading, last] = [
    page.getByRole('heading', { level: 1 }),
    page.getByRole('article').getByRole('listitem').last(),
  ];
  await last.waitFor();
  const left = await page.evaluate(async () => {
    scrollTo(0, document.documentElement.scrollHeight * 0.5);
    // The page is told of it with its next picture.
    await new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    return scrollY;
  });
  await page.keyboard.press('n');
  await expect(heading).toHaveText('Step 2');
  await last.waitFor();
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(0);
  await page.keyboard.press('p');
  await expect(heading).toHaveText('Step 1');
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(left * 0.8);
});

test('the outline shows what is done and leads to every lesson', async ({ page, isMobile }) => {
  const course = await newCourse(3);
  const member = await newMember();
  await enrol(await tokenOf(member.email), course, 1);
  await signIn(page, member.email, `/courses/${course.id}/lessons/${course.lessons[1]?.id}`);
  await page.getByRole('heading', { level: 1, name: 'Step 2' }).waitFor();
  if (isMobile) await page.getByRole('button', { name: /Outline of the course/ }).click();
  const outline = page.getByRole('navigation', { name: 'Outline of the course' }).filter({ visible: true });
  await expect(outline.getByRole('link', { name: /Step 1\s*, completed/ })).toBeVisible();
  await expect(outline.locator('[aria-current=page]')).toContainText('Step 2');
  await outline.getByRole('link', { name: /Step 3/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Step 3');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('a course that was not begun can be read and says how to begin', async ({ page }) => {
  const course = await newCourse(2);
  const member = await newMember();
  await signIn(page, member.email, `/courses/${course.id}/lessons/${course.lessons[0]?.id}`);
  await page.getByRole('link', { name: 'Start the course to keep your progress.' }).click();
  await expect(page.getByRole('button', { name: 'Start this course' })).toBeVisible();
});
