import type { Page } from '@playwright/test';
import { changeByColleague, newDraft, openAsAuthor, savedCourse } from '../support/authoring.ts';
import { check, settle } from '../support/axe.ts';
import { publish } from '../support/courses.ts';
import { press, tabTo, write } from '../support/keyboard.ts';
import { openPanel } from '../support/panel.ts';
import { newMember, signIn, tokenOf } from '../support/people.ts';
import { addQuiz, attempted, begun, CHOICE, newLearner, newQuiz, savedQuiz, WORD } from '../support/quizzes.ts';
import { expect, test } from '../support/test.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });
test.setTimeout(240_000);

const lines = (page: Page) => page.locator('button[data-line]');

/** What the mouse lies on looks otherwise. */
async function checkAt(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await settle(page);
  await check(page, name);
}

test('a quiz is written with the keyboard alone', async ({ page, isMobile }) => {
  test.skip(isMobile, 'phones have no keys to tab with');
  const draft = await newDraft();
  await openAsAuthor(page, `/courses/${draft.course_id}`);
  await addQuiz(page, 'Check yourself');
  await press(page, page.getByRole('button', { name: 'Add question' }));
  await expect(page.getByRole('textbox', { name: 'Question text' })).toBeFocused();
  await page.keyboard.type('What comes first?');
  await write(page, page.getByRole('textbox', { name: 'Answer 1', exact: true }), 'Look');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Answer 2', exact: true })).toBeFocused();
  await page.keyboard.type('Run');
  await write(page, page.getByRole('textbox', { name: 'Answer 3', exact: true }), 'Shout');
  await tabTo(page, page.getByRole('radio', { name: 'Answer 1 is right' }), 'Shift+Tab');
  await page.keyboard.press('Space');

  // On a question's line.
  await tabTo(page, lines(page).first(), 'Shift+Tab');
  await page.keyboard.press('d');
  await expect(lines(page)).toHaveCount(2);
  await expect(lines(page).nth(1)).toBeFocused();
  await page.keyboard.press('n');
  await expect(page.getByRole('textbox', { name: 'Question text' })).toBeFocused();
  await page.keyboard.type('And then?');
  await tabTo(page, lines(page).nth(2), 'Shift+Tab');
  await page.keyboard.press('Alt+ArrowUp');
  await expect(lines(page).nth(1)).toBeFocused();
  await expect(lines(page).nth(1)).toContainText('And then?');
  await expect(page.getByText('Now question 2 of 3')).toBeAttached();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Delete');
  await expect(lines(page)).toHaveCount(2);

  // What is wrong stands where it is, once it is to be saved.
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Write at least two answers.')).toBeVisible();
  await expect(lines(page).nth(1)).toContainText('Needs attention');
  await checkAt(page, 'quiz with faults');
  await lines(page).nth(1).focus();
  await page.keyboard.press('Delete');
  await page.getByText('Quiz settings').click();
  await page.getByLabel('Attempts', { exact: true }).fill('3');
  await page.getByLabel('Pass mark (%)').fill('60');
  await checkAt(page, 'quiz settings');
  await page.getByLabel('Pass mark (%)').press('Control+s');
  await page.getByText('All changes saved').waitFor();
  // What has just been saved is read, and the field is still the same.
  await expect(page.getByRole('link', { name: 'Results and attempts' })).toBeVisible();
  await expect(page.getByLabel('Pass mark (%)')).toBeFocused();
  const { content: saved } = await savedQuiz(draft.course_id, 'Check yourself');
  expect(saved).toMatchObject({ kind: 'quiz', attempts: 3, pass_percent: 60, shuffle_answers: true });
  expect(saved.questions).toMatchObject([
    {
      kind: 'single',
      text: 'What comes first?',
      answers: [
        { text: 'Look', right: true },
        { text: 'Run', right: false },
        { text: 'Shout', right: false },
      ],
    },
  ]);
});

test('each kind of question has its fields, and the preview shows what learners get', async ({ page }) => {
  const draft = await newDraft();
  await openAsAuthor(page, `/courses/${draft.course_id}`);
  await addQuiz(page, 'All kinds');
  await checkAt(page, 'empty quiz');
  const kinds = ['single', 'multiple', 'true_false', 'numeric', 'text', 'ordering', 'matching', 'gaps', 'hotspot'];
  for (const kind of kinds) {
    await page.getByLabel('Kind of question').selectOption(kind);
    await page.getByRole('button', { name: 'Add question' }).click();
    await page.getByRole('textbox', { name: 'Question text' }).fill(`A question of kind ${kind}`);
    if (kind === 'gaps') {
      await page.getByRole('button', { name: 'Insert gap' }).click();
      await expect(page.getByRole('group', { name: 'Gap 1', exact: true })).toBeVisible();
      await page.getByLabel('How it is filled').selectOption('choices');
    }
    await checkAt(page, kind);
  }
  await page.getByRole('button', { name: 'Preview questions' }).click();
  const preview = page.getByRole('dialog', { name: 'Preview questions' });
  await expect(preview.getByRole('heading', { level: 3 })).toHaveCount(kinds.length);
  await preview.getByRole('radio', { name: 'True' }).check();
  await checkAt(page, 'quiz preview');
});

test('questions are pasted as GIFT and saved as a file; what is skipped is listed', async ({ page, isMobile }) => {
  test.skip(isMobile, 'it does not depend on the size of the page');
  const draft = await newDraft();
  await openAsAuthor(page, `/courses/${draft.course_id}`);
  await addQuiz(page, 'From elsewhere');
  await page.getByRole('button', { name: 'Import questions' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import questions' });
  await dialog
    .getByRole('textbox', { name: 'Paste questions' })
    .fill('::Fire:: Where to? {=Out ~In}\n\n::Essay:: Tell us about it. {}\n\n::Word:: The number is {=112}.');
  await dialog.getByRole('button', { name: 'Read questions' }).click();
  await expect(dialog.getByText('2 questions found')).toBeVisible();
  await expect(dialog.getByRole('region', { name: 'Skipped questions' })).toContainText('Essay');
  await checkAt(page, 'import of questions');
  await dialog.getByRole('button', { name: 'Add questions' }).click();
  await expect(lines(page)).toHaveCount(2);

  // As a file: another two of the same.
  await page.getByRole('button', { name: 'Import questions' }).click();
  await dialog.locator('input[type=file]').setInputFiles({
    name: 'questions.gift',
    mimeType: 'text/plain',
    buffer: Buffer.from('Water is wet. {T}\n\nTwo and two? {#4:0}'),
  });
  await expect(dialog.getByText('2 questions found')).toBeVisible();
  await dialog.getByRole('button', { name: 'Add questions' }).click();
  await expect(lines(page)).toHaveCount(4);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('All changes saved').waitFor();
  const { questions = [] } = (await savedQuiz(draft.course_id, 'From elsewhere')).content;
  expect(questions.map(({ kind }) => kind)).toEqual(['single', expect.any(String), 'true_false', 'numeric']);
  expect(new Set(questions.map(({ id }) => id)).size).toBe(4);

  await page.getByRole('button', { name: 'Export questions' }).click();
  await page.getByLabel('Format', { exact: true }).selectOption('moodle_xml');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save file' }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/\.xml$/);
  await expect(page.getByText('File saved')).toBeVisible();
});

test('a corrected key is previewed, changes results when it is confirmed, and who it concerns is told', async ({
  page,
  browser,
  isMobile,
}) => {
  test.skip(isMobile, 'it does not depend on the size of the page');
  const wrong = {
    ...CHOICE,
    answers: CHOICE.answers.map((answer, at) => ({ ...answer, right: at === 1 })),
  };
  const quiz = await newQuiz([wrong, WORD], { pass_percent: 100 });
  const manager = await newMember('Mona Manager', ['manager']);
  const learner = await newLearner(quiz, 'Lena Learner', [], { manager_id: manager.memberId });
  await attempted(quiz, learner, {
    exit: { kind: 'single', choice: 'a' },
    number: { kind: 'text', text: '112' },
  });
  const { course, lessonId } = quiz;
  const { parts } = await savedCourse(course.id);
  const content = { kind: 'quiz', questions: [CHOICE, WORD], shuffle_answers: false, pass_percent: 100 };
  const corrected = parts.map(part => ({
    title: part.title,
    modules: part.modules.map(module => ({
      title: module.title,
      lessons: module.lessons.map(({ id, title, minutes }) => ({
        id,
        title,
        minutes,
        ...(id === lessonId && { content }),
      })),
    })),
  }));
  await changeByColleague(course.id, { parts: corrected });
  await publish(course.id, course.title);

  await openAsAuthor(page, `/courses/${course.id}`);
  await page.getByRole('row', { name: /^What you know/ }).click();
  await page.getByRole('link', { name: 'Results and attempts' }).click();
  await expect(page.getByRole('row', { name: /Lena Learner/ })).toContainText('50%');
  const figures = page.getByRole('region', { name: /Where do you go/ });
  await expect(async () => {
    await page.reload();
    await expect(figures.getByRole('row', { name: /To the assembly point/ })).toContainText('1', { timeout: 2_000 });
  }).toPass();
  await expect(figures).toContainText('0%');
  await checkAt(page, 'quiz results');

  await page.getByRole('button', { name: 'Re-grade attempts…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('row', { name: /Lena Learner/ })).toContainText('50%, Not passed');
  await expect(dialog.getByRole('row', { name: /Lena Learner/ })).toContainText('100%, Passed');
  await checkAt(page, 're-grading');
  await dialog.getByRole('button', { name: 'Re-grade', exact: true }).click();
  await expect(page.getByText('Attempts are being re-graded')).toBeVisible();
  await expect(page.getByRole('row', { name: /Lena Learner/ })).toContainText('100%', { timeout: 60_000 });
  await page.getByRole('button', { name: 'Re-grade attempts…' }).click();
  await expect(dialog.getByText('Nothing would change.')).toBeVisible();

  const portal = await (await browser.newContext()).newPage();
  await signIn(portal, learner.email, quiz.path);
  await expect(portal.getByText(/^Your result was corrected on/)).toBeVisible();
  await expect(portal.getByText('You’ve passed this quiz.')).toBeVisible();
  await portal.context().close();

  const team = await (await browser.newContext()).newPage();
  await openPanel(team, await tokenOf(manager.email), `team/${learner.memberId}`);
  const attempts = team.getByRole('region', { name: 'Quiz attempts' });
  await expect(attempts.getByRole('row', { name: /What you know/ })).toContainText('100%');
  await checkAt(team, 'attempts of a member');
  await team.context().close();
});

test('an attempt is read by authors with what is right, and by managers without it', async ({ page, browser }) => {
  const quiz = await newQuiz([CHOICE, WORD]);
  const manager = await newMember('Mona Manager', ['manager']);
  const learner = await newLearner(quiz, 'Lena Learner', [], { manager_id: manager.memberId });
  await attempted(quiz, learner, { exit: { kind: 'single', choice: 'b' } });
  await begun(quiz, learner, { number: { kind: 'text', text: '112' } });
  const question = (where: Page, number: number) =>
    where.getByRole('region', { name: `Question ${number} of 2`, exact: true });

  await openAsAuthor(page, `/courses/${quiz.course.id}/quizzes/${quiz.lessonId}`);
  await page.getByRole('link', { name: 'Attempt 1', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Attempt 1 by Lena Learner' }).waitFor();
  await expect(page.getByText('0 of 2 points')).toBeVisible();
  await expect(question(page, 1)).toContainText('0 of 1 point');
  await expect(question(page, 1).getByRole('radio', { name: /^To the lift\s*Chosen$/ })).toBeChecked();
  await expect(question(page, 1).getByRole('radio', { name: /^To the assembly point\s*Right answer$/ })).toBeVisible();
  await expect(question(page, 1)).toContainText('Lifts stop in a fire.');
  await expect(question(page, 2)).toContainText('Not answered');
  await expect(question(page, 2)).toContainText('Right answer: 112');
  await checkAt(page, 'attempt of a learner');

  await page.getByRole('main').getByRole('link', { name: 'Quiz results' }).click();
  await page.getByRole('link', { name: 'Attempt 2', exact: true }).click();
  await expect(page.getByText('This attempt is still in progress.')).toBeVisible();
  await expect(question(page, 1)).toContainText('Not answered');
  await expect(question(page, 2).getByRole('textbox', { name: 'Answer' })).toHaveValue('112');
  await expect(page.getByRole('main')).not.toContainText(/Right answer|of 1 point/);
  await checkAt(page, 'attempt in progress');

  const team = await (await browser.newContext()).newPage();
  await openPanel(team, await tokenOf(manager.email), `team/${learner.memberId}`);
  await team.getByRole('link', { name: 'Attempt 1', exact: true }).click();
  await team.getByRole('heading', { level: 1, name: 'Attempt 1 by Lena Learner' }).waitFor();
  await expect(question(team, 1)).toContainText('0 of 1 point');
  await expect(question(team, 1).getByRole('radio', { name: /^To the lift\s*Chosen$/ })).toBeChecked();
  await expect(question(team, 2)).toContainText('Not answered');
  await expect(team.getByRole('main')).not.toContainText('Right answer');
  await team.context().close();
});
