import { call } from '../support/api.ts';
import { archive, enrol, newCourse, publish, type TestCourse } from '../support/courses.ts';
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
  await page.addInitScript(() => {
    // A device whose storage is slower than the reader: it answers when the lesson was scrolled.
    const scrolled = new Promise(resolve => addEventListener('scroll', resolve, { once: true }));
    const { set } = Object.getOwnPropertyDescriptor(IDBRequest.prototype, 'onsuccess') ?? {};
    Object.defineProperty(IDBRequest.prototype, 'onsuccess', {
      set(answer: (event: Event) => void) {
        set?.call(this, (event: Event) => scrolled.then(() => answer.call(this, event)));
      },
    });
  });
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
  if (isMobile) await page.getByRole('button', { name: /Course outline/ }).click();
  const outline = page.getByRole('navigation', { name: 'Course outline' }).filter({ visible: true });
  await expect(outline.getByRole('link', { name: /Step 1\s*, completed/ })).toBeVisible();
  await expect(outline.locator('[aria-current=page]')).toContainText('Step 2');
  await outline.getByRole('link', { name: /Step 3/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Step 3');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('a course that was not begun can be read and says how to begin, as long as it is offered', async ({ page }) => {
  const course = await newCourse(2);
  const member = await newMember();
  await signIn(page, member.email, `/courses/${course.id}/lessons/${course.lessons[0]?.id}`);
  await page.getByRole('link', { name: 'Start course' }).click();
  await expect(page.getByRole('button', { name: 'Start course' })).toBeVisible();
  await expect(page.getByText(/^About \d+ points$/)).toBeVisible();
  await archive(course);
  await page.goto(`/courses/${course.id}/lessons/${course.lessons[0]?.id}`);
  await page.getByRole('link', { name: 'Next lesson' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Step 2');
  await page.getByRole('link', { name: 'Back to course' }).click();
  await expect(page.getByText('This course is no longer offered. You can still read it.')).toBeVisible();
  await expect(page.getByText(/^About \d+ points$/)).toHaveCount(0);
});

/** What is wider than a phone: a line of code, a table, a word, a formula. */
const WIDE = `# Wide

\`\`\`rust
fn main() { let all: Vec<String> = std::env::args().skip(1).filter(|word| word.len() > 3).map(|word| word.to_uppercase()).collect(); }
\`\`\`

| ${Array.from({ length: 14 }, (_, index) => `Column number ${index}`).join(' | ')} |
|${'---|'.repeat(14)}
| ${Array.from({ length: 14 }, (_, index) => `unbreakable${index}`).join(' | ')} |

${'Donaudampfschifffahrtsgesellschaft'.repeat(6)}

And \`${'inline_code_without_a_break_'.repeat(6)}\`.
`;

async function wideCourse(): Promise<TestCourse> {
  const lessons = [{ title: 'Wide', minutes: 2, markdown: WIDE }];
  const body = { title: 'Wide', summary: '', parts: [{ title: 'Part', modules: [{ title: 'Module', lessons }] }] };
  const token = process.env.TRELLIS_TEST_AUTHOR ?? '';
  const made = await call<{ course_id: string }>('/v1/admin/courses', { method: 'POST', token, body });
  return publish(made.course_id, 'Wide');
}

test('nothing in a lesson widens the page, and code is coloured and copied', async ({ page, context }) => {
  const course = await wideCourse();
  const member = await newMember();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await signIn(page, member.email, `/courses/${course.id}/lessons/${course.lessons[0]?.id}`);
  await expect(page.locator('pre .hljs-keyword').first()).toHaveText('fn');
  const beyond = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(await beyond()).toBe(0);
  await page.setViewportSize({ width: 390, height: 800 });
  expect(await beyond()).toBe(0);
  const block = page.locator('pre');
  expect(await block.evaluate(element => element.scrollWidth > element.clientWidth)).toBe(true);
  await page.getByRole('article').getByRole('button', { name: 'Copy' }).press('Enter');
  await expect(page.getByRole('region', { name: 'Notifications' })).toContainText('Code copied');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^fn main\(\) \{.*collect\(\); \}$/);
});

test('the outline is skipped and closed, and single keys can be switched off', async ({ page, isMobile }) => {
  const course = await newCourse(2);
  const member = await newMember();
  const address = `/courses/${course.id}/lessons/${course.lessons[0]?.id}`;
  await signIn(page, member.email, address);
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toHaveText('Step 1');
  if (!isMobile) {
    await page.getByRole('link', { name: 'Skip to lesson' }).press('Enter');
    await expect(page.locator('#lesson')).toBeFocused();
    await page.getByRole('button', { name: 'Hide outline' }).click();
    await expect(page.getByRole('link', { name: /Step 2/ })).toHaveCount(0);
    await page.reload();
    await expect(page.getByRole('button', { name: 'Show outline' })).toBeVisible();
  }
  await page.goto('/profile');
  await page.getByRole('group', { name: 'Keyboard shortcuts' }).getByRole('radio', { name: 'Off' }).check();
  await page.goto(address);
  await expect(heading).toHaveText('Step 1');
  await page.keyboard.press('n');
  await expect(page.getByText('Shortcuts:')).toHaveCount(0);
  await expect(heading).toHaveText('Step 1');
});
