import { courseOn, invite } from '../support/admission.ts';
import { call } from '../support/api.ts';
import {
  changeByColleague,
  newDraft,
  openAsAuthor,
  openCourseDetails,
  save,
  savedCourse,
  uniqueTitle,
} from '../support/authoring.ts';
import { check, settle } from '../support/axe.ts';
import { courseWith, enrol } from '../support/courses.ts';
import { openAsAdministrator } from '../support/panel.ts';
import { newMember, signIn, tokenOf } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

const FIVE = ['Look', 'Call', 'Press', 'Breathe', 'Wait'].map(title => ({ title }));

test('an author says who answers for a course, what it translates and what completes it', async ({ page }) => {
  test.setTimeout(120_000);
  const original = await courseWith('First aid', FIVE, { language: 'en' });
  const course = await courseWith('Erste Hilfe', FIVE, { language: 'de' });
  const owner = await newMember(uniqueTitle('Olive Owner'));
  await openAsAdministrator(page, `courses/${course.id}`);
  await openCourseDetails(page);

  await page.getByRole('button', { name: 'Change (Course owner)' }).click();
  const find = page.getByRole('searchbox', { name: 'Course owner' });
  await expect(find).toBeFocused();
  await find.fill(owner.name);
  await page.getByRole('list', { name: 'People found' }).getByRole('button').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Change (Course owner)' })).toBeFocused();
  await expect(page.getByText(owner.name, { exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'Choose (Translation of)' }).click();
  await page.getByRole('searchbox', { name: 'Translation of' }).fill(original.title);
  await page.getByRole('list', { name: 'Courses found' }).getByRole('button', { name: original.title }).click();

  const percent = page.getByRole('spinbutton', { name: 'Completion requirement (%)' });
  await expect(percent).toHaveAccessibleDescription('Learners complete the course with all 5 required lessons.');
  await percent.fill('');
  await expect(percent).toHaveAccessibleDescription('Enter a whole number from 1 to 100.');
  await percent.fill('80');
  await expect(percent).toHaveAccessibleDescription(
    'Learners complete the course with any 4 of its 5 required lessons.',
  );
  await settle(page);
  await check(page, 'relations of a course');
  await save(page);
  expect(await savedCourse(course.id)).toMatchObject({
    owner: { member_id: owner.memberId, name: owner.name },
    translation_of: original.id,
    completion_percent: 80,
  });
  await expect(page.getByText(original.title, { exact: true })).toBeVisible();

  await page.getByRole('link', { name: 'Review changes' }).click();
  const settings = page.getByRole('region', { name: 'Course settings' });
  await expect(settings).toContainText('Completion requirement');
  await expect(settings).toContainText('100% → 80%');
  await settle(page);
  await check(page, 'difference of what completes a course');
  await page.getByRole('link', { name: course.title }).click();
  await openCourseDetails(page);
  await expect(percent, 'an answer to a change tells of no owner; the page knows who it is').toHaveValue('80');
  await expect(page.getByText(owner.name, { exact: true })).toBeVisible();
});

test('a translation of what others translate is refused at its field', async ({ page }) => {
  const original = await courseWith('First aid', FIVE.slice(0, 1), { language: 'en' });
  const other = await courseWith('Other', FIVE.slice(0, 1), { language: 'it' });
  const more = { language: 'de', translation_of: original.id };
  const german = await courseWith('Erste Hilfe', FIVE.slice(0, 1), more);
  await openAsAdministrator(page, `courses/${original.id}`);
  await openCourseDetails(page);
  const choose = page.getByRole('button', { name: /^(Choose|Change) \(Translation of\)/ });
  await choose.click();
  const find = page.getByRole('searchbox', { name: 'Translation of' });
  await find.fill(other.title);
  await page.getByRole('list', { name: 'Courses found' }).getByRole('button').click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(choose).toHaveAccessibleDescription(/other courses are translations of this one/);
  await page.getByRole('button', { name: 'Remove (Translation of)' }).click();
  await expect(choose).toHaveAccessibleDescription(/The same course in another language/);

  // Of what is a translation itself, the original is taken.
  await page.goto(`/admin/courses/${other.id}`);
  await openCourseDetails(page);
  await choose.click();
  await find.fill(german.title);
  await page.getByRole('list', { name: 'Courses found' }).getByRole('button').click();
  await save(page);
  await expect(page.getByText(original.title, { exact: true })).toBeVisible();
});

test('who cannot look people up takes a course over, and a colleague may have named somebody meanwhile', async ({
  page,
}) => {
  const draft = await newDraft();
  const rival = await newMember(uniqueTitle('Rita Rival'));
  await openAsAuthor(page, `/courses/${draft.course_id}`);
  await openCourseDetails(page);
  await page.getByRole('button', { name: 'Make me the owner (Course owner)' }).click();
  await expect(page.getByRole('button', { name: /^Make me the owner/ })).toHaveCount(0);
  await changeByColleague(draft.course_id, { owner: rival.memberId });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const choice = page.getByRole('group', { name: 'Course owner' });
  await expect(choice).toContainText(rival.name);
  await expect(choice).toContainText('Avery Author');
  await check(page, 'two owners');
  await choice.getByRole('radio', { name: 'Mine' }).check();
  await page.getByRole('button', { name: 'Save choice' }).click();
  await expect(page.getByText('All changes saved')).toBeVisible();
  expect(await savedCourse(draft.course_id)).toMatchObject({ owner: { name: 'Avery Author' } });
  await expect(page.getByRole('button', { name: /^Make me the owner/ })).toHaveCount(0);
});

test('learners see the relations, switch the language and complete the course with a part of it', async ({ page }) => {
  test.setTimeout(120_000);
  const owner = await newMember('Olive Owner');
  const original = await courseWith('First aid', FIVE, { language: 'en' });
  const course = await courseWith('Erste Hilfe', [...FIVE, { title: 'Extra', optional: true }], {
    language: 'de',
    owner: owner.memberId,
    translation_of: original.id,
    completion_percent: 80,
  });
  const hindi = await courseWith('प्राथमिक उपचार', FIVE, { language: 'hi', translation_of: original.id });
  const member = await newMember();
  await enrol(await tokenOf(member.email), course, 2);
  await signIn(page, member.email, `/courses/${original.id}`);
  const languages = page.getByRole('list', { name: 'Also available in' });
  await expect(languages.getByRole('link')).toHaveText(['Deutsch', 'हिन्दी']);
  await expect(page.getByText('About 50 points')).toBeVisible();
  await languages.getByRole('link', { name: 'Deutsch' }).click();
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toHaveText(course.title);
  await expect(languages.getByRole('link')).toHaveText(['English', 'हिन्दी']);
  await expect(languages.getByRole('link', { name: 'हिन्दी' })).toHaveAttribute('href', `/courses/${hindi.id}`);
  await expect(page.getByText('Course owner: Olive Owner')).toBeVisible();
  await expect(page.getByText('Complete 4 of 5 required lessons')).toBeVisible();
  await expect(page.getByText('About 40 points')).toBeVisible();
  await expect(page.getByText('2 of 4 lessons completed')).toBeVisible();
  await settle(page);
  await check(page, 'relations in the portal');

  await page.getByRole('link', { name: 'Continue' }).click();
  await expect(heading).toHaveText('Press');
  await page.getByRole('button', { name: 'Complete and continue' }).click();
  await expect(heading).toHaveText('Breathe');
  await page.getByRole('button', { name: 'Complete and continue' }).click();
  await expect(heading).toHaveText('Course completed');
  await expect(page.getByText('40 points earned')).toBeVisible();
  const remaining = page.getByRole('region', { name: 'Lessons you haven’t done yet' });
  await expect(remaining.getByRole('link')).toHaveText([/^Wait/, /^Extra/]);
  await settle(page);
  await check(page, 'completed with a part');

  await remaining.getByRole('link', { name: /^Wait/ }).click();
  await expect(heading).toHaveText('Wait');
  await expect(page.getByText(/^Completed on /).filter({ visible: true })).toBeVisible();
  await page.getByRole('button', { name: 'Complete and continue' }).click();
  await expect(heading).toHaveText('Extra');
  await page.getByRole('button', { name: 'Complete', exact: true }).click();
  await expect(heading).toHaveText('Course completed');
  await expect(remaining).toHaveCount(0);
});

test('without network the lesson that completes the course is known as well', async ({ page, context }) => {
  const course = await courseWith('Erste Hilfe', FIVE, { completion_percent: 80 });
  const member = await newMember();
  const token = await tokenOf(member.email);
  await enrol(token, course, 3);
  await signIn(page, member.email, `/courses/${course.id}/lessons/${course.lessons[3]?.id}`);
  const heading = page.getByRole('heading', { level: 1 });
  await expect(page.getByRole('article')).toContainText('Read this.');
  await expect(page.getByText('3 of 4 lessons completed').filter({ visible: true })).toBeVisible();
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Complete and continue' }).click();
  await expect(heading).toHaveText('Course completed');
  await expect(page.getByRole('region', { name: 'Lessons you haven’t done yet' }).getByRole('link')).toHaveText([
    /^Wait/,
  ]);
  await context.setOffline(false);
  await expect
    .poll(() => call(`/v1/me/enrolments/${course.id}`, { token }))
    .toMatchObject({ progress: { completed: 4, total: 4, percent: 100 } });
});

test('lessons of a course by invitation are closed, and show the way in', async ({ page, isMobile }) => {
  const course = await courseOn({ mode: 'invitation' });
  const lesson = `/courses/${course.id}/lessons/${course.lessons[0]?.id}`;
  const member = await newMember();
  await signIn(page, member.email, `/courses/${course.id}`);
  const outline = page.getByRole('region', { name: 'Outline' });
  await expect(outline.getByRole('listitem')).toContainText(['Before you drive']);
  await expect(outline.getByRole('link')).toHaveCount(0);
  await settle(page);
  await check(page, 'closed outline');

  await page.goto(lesson);
  const closed = page.getByRole('region', { name: 'By invitation only' });
  await expect(closed).toBeVisible();
  await expect(page.getByText('Read this.')).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Back to course' })).toBeVisible();
  if (isMobile) await page.getByRole('button', { name: /Course outline/ }).click();
  const list = page.getByRole('navigation', { name: 'Course outline' }).filter({ visible: true });
  await expect(list.getByRole('listitem')).toContainText(['Before you drive']);
  await expect(list.getByRole('link', { name: /Before you drive/ })).toHaveCount(0);
  if (isMobile) await page.keyboard.press('Escape');
  await settle(page);
  await check(page, 'closed lesson');

  await invite(course, member.memberId);
  await page.reload();
  await page
    .getByRole('region', { name: 'You’re invited to this course' })
    .getByRole('button', { name: 'Start course' })
    .click();
  await expect(page.getByRole('article')).toContainText('Read this.');
});

test('a course that needs approval is asked for where its lesson would be, and authors look at it', async ({
  page,
  browser,
  baseURL,
}) => {
  const course = await courseOn({ mode: 'approval' });
  const lesson = `/courses/${course.id}/lessons/${course.lessons[0]?.id}`;
  await signIn(page, (await newMember()).email, lesson);
  await page.getByRole('button', { name: 'Request enrolment' }).click();
  await page.getByRole('button', { name: 'Send request' }).click();
  await expect(page.getByRole('region', { name: 'Waiting for approval' })).toBeVisible();

  const context = await browser.newContext({ locale: 'en-GB', ...(baseURL && { baseURL }) });
  const author = await context.newPage();
  await openAsAuthor(author, `/courses/${course.id}`);
  await author.goto(`/courses/${course.id}`);
  await author
    .getByRole('region', { name: 'Outline' })
    .getByRole('link', { name: /Before you drive/ })
    .click();
  await expect(author.getByRole('article')).toContainText('Read this.');
  await author.goto(`${lesson}?version=draft`);
  await expect(author.getByRole('article')).toContainText('Read this.');
  await context.close();
});
