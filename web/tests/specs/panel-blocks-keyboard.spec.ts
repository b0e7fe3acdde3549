import { call } from '../support/api.ts';
import { learnerToken, savedText } from '../support/authoring.ts';
import { field, insert, lesson, openLesson, saved } from '../support/blocks.ts';
import { publish } from '../support/courses.ts';
import { tabTo } from '../support/keyboard.ts';
import { expect, test } from '../support/test.ts';

test('a page is written by keyboard alone, saved by itself, and read by a learner', async ({ page }) => {
  const draft = await openLesson(page, '');
  await tabTo(page, field(page));
  await page.keyboard.type('## Before you climb');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Look at the **ladder** and/or its `feet`.');
  await page.keyboard.press('Enter');
  await page.keyboard.type('- dry');
  await page.keyboard.press('Enter');
  await page.keyboard.type('level');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await insert(page, 'tabl');
  await page.keyboard.type('Height');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Needs');
  await page.keyboard.press('Control+Enter');
  await page.keyboard.type('$x^2$ is no price.');
  await page.keyboard.press('Alt+ArrowUp');
  await page.keyboard.press('Control+End');
  await expect(page.getByText('Saves automatically')).toBeVisible();
  await saved(page);
  expect(await savedText(draft.course_id, lesson(draft))).toBe(
    [
      '## Before you climb',
      'Look at the **ladder** and/or its `feet`.',
      '- dry\n- level',
      '$x^2$ is no price.',
      '| Height | Needs |   |\n| ------ | ----- | - |\n|        |       |   |\n|        |       |   |',
    ].join('\n\n'),
  );
  await publish(draft.course_id, draft.title);
  const path = `/v1/catalog/courses/${draft.course_id}/lessons/${lesson(draft)}`;
  const { html } = await call<{ html: string }>(path, { token: await learnerToken() });
  for (const part of ['<strong>ladder</strong>', '<code>feet</code>', '<li>level</li>', '<math', '<th>Needs</th>']) {
    expect(html).toContain(part);
  }
});
