import { check, settle } from '../support/axe.ts';
import { courseWith, enrol, newCourse } from '../support/courses.ts';
import { newMember, signIn, tokenOf } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('the last required lesson ends the course: what was learnt, what it brought, what comes next', async ({
  page,
}) => {
  const other = await newCourse(2);
  const course = await courseWith('The end', [{ title: 'One' }, { title: 'Two' }, { title: 'Extra', optional: true }], {
    about: { outcomes: ['Stop a bleeding'], skills: ['First aid'] },
  });
  const member = await newMember();
  const token = await tokenOf(member.email);
  await enrol(token, other, 1);
  await enrol(token, course, 1);
  await signIn(page, member.email, `/courses/${course.id}/lessons/${course.lessons[1]?.id}`);
  await page.getByRole('button', { name: 'Complete and continue' }).click();
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toHaveText('Course completed');
  await expect(heading).toBeFocused();
  await expect(page.getByRole('region', { name: 'What you’ve learnt' })).toContainText('Stop a bleeding');
  await expect(page.getByRole('region', { name: 'Skills from this course' })).toContainText('First aid');
  await expect(page.getByText('20 points earned')).toBeVisible();
  await expect(page.getByText('Level 1', { exact: true })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Also in progress' }).getByRole('link')).toHaveText([
    new RegExp(`^${other.title}`),
  ]);
  await settle(page);
  await check(page, 'finished');
  await page.getByRole('region', { name: 'Optional lessons' }).getByRole('link', { name: /Extra/ }).click();
  await expect(heading).toHaveText('Extra');
  await page.getByRole('button', { name: 'Complete', exact: true }).click();
  await expect(heading).toHaveText('Course completed');
});
