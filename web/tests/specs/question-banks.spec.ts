import type { Page } from '@playwright/test';
import { newDraft, openAsAuthor, save, showOutline, uniqueTitle } from '../support/authoring.ts';
import { check, settle } from '../support/axe.ts';
import { enrol, publish } from '../support/courses.ts';
import { press } from '../support/keyboard.ts';
import { openNavigation } from '../support/panel.ts';
import { newMember, signIn, tokenOf } from '../support/people.ts';
import { addQuiz, CHOICE, changeBank, newBank, savedQuiz, WORD } from '../support/quizzes.ts';
import { expect, test } from '../support/test.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });
test.setTimeout(240_000);

const GIFT = `// [tag:fire]
::Exit:: Where do you go? {=Out ~To the lift}

// [tag:fire]
::Oil:: Water puts out burning oil. {F}

// [tag:calls]
::Number:: Which number do you call? {=112}`;

const lines = (page: Page) => page.locator('button[data-line]');
const title = (page: Page) => page.getByRole('textbox', { name: 'Title' });

/** What the mouse lies on looks otherwise. */
async function checkAt(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await settle(page);
  await check(page, name);
}

async function paste(page: Page, questions: string): Promise<void> {
  await page.getByRole('button', { name: 'Import questions' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import questions' });
  await dialog.getByRole('textbox', { name: 'Paste questions' }).fill(questions);
  await dialog.getByRole('button', { name: 'Read questions' }).click();
  await dialog.getByText(/questions? found/).waitFor();
  await dialog.getByRole('button', { name: 'Add questions' }).click();
}

async function openQuiz(page: Page, name: string): Promise<void> {
  await showOutline(page);
  await page.getByRole('row', { name }).click();
}

test('a quiz draws from a bank, asks learners its questions, and takes what was corrected there', async ({
  page,
  browser,
}) => {
  const draft = await newDraft();
  const bank = uniqueTitle('Fire safety');
  await openAsAuthor(page, '/courses');
  await openNavigation(page);
  await page.getByRole('link', { name: 'Question banks' }).click();
  await page.getByRole('link', { name: 'Create question bank' }).first().click();
  await title(page).fill(bank);
  await paste(page, GIFT);
  await expect(lines(page)).toHaveCount(3);
  await save(page);
  // It has a page of its own now.
  await expect(page.getByRole('heading', { level: 1, name: bank })).toBeFocused();
  await expect(page.getByText('Quizzes keep their own copy of these questions')).toBeVisible();
  await checkAt(page, 'question bank');
  await page.getByRole('main').getByRole('link', { name: 'Question banks' }).click();
  await page.getByRole('searchbox').fill(bank);
  await expect(page.getByRole('row')).toHaveCount(2);
  await expect(page.getByRole('row', { name: bank })).toContainText('3');
  await expect(page.getByRole('row', { name: bank })).toContainText('calls, fire');
  const bankAddress = await page.getByRole('link', { name: bank }).getAttribute('href');

  await page.goto(`/admin/courses/${draft.course_id}`);
  await addQuiz(page, 'What you know');
  await page.getByRole('button', { name: 'Add draw' }).click();
  const from = page.getByLabel('Draw 1: from');
  await expect(from.getByRole('option', { name: bank })).toHaveText(`${bank} (3 questions)`);
  await from.selectOption({ label: `${bank} (3 questions)` });
  const tag = page.getByLabel('Draw 1: tag');
  await expect(tag.getByRole('option')).toHaveText([
    'All questions (3 questions)',
    'calls (1 question)',
    'fire (2 questions)',
  ]);
  const count = page.getByLabel('Draw 1: number of questions');
  await tag.selectOption('calls');
  await count.fill('2');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('There aren’t that many questions to draw from.')).toBeVisible();
  await tag.selectOption('');
  await expect(page.getByText('An attempt has 2 questions now.')).toBeVisible();
  // What is in a bank is looked at there.
  await expect(page.getByRole('button', { name: 'Import questions' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Preview questions' })).toHaveCount(0);
  await checkAt(page, 'draw from a bank');
  await save(page);
  const taken = await savedQuiz(draft.course_id, 'What you know');
  expect(taken.content.draws).toMatchObject([{ count: 2, taken: { count: 3 } }]);
  expect(taken.content.questions).toBeUndefined();

  await publish(draft.course_id, draft.title);
  const learner = await newMember('Lena Learner');
  const lessons = [{ id: taken.lessonId, title: 'What you know' }];
  await enrol(await tokenOf(learner.email), { id: draft.course_id, title: draft.title, lessons });
  const portal = await (await browser.newContext()).newPage();
  await signIn(portal, learner.email, `/courses/${draft.course_id}/lessons/${taken.lessonId}`);
  await portal.getByRole('button', { name: 'Start quiz' }).click();
  await expect(portal.getByRole('heading', { name: 'Question 1 of 2' })).toBeVisible();
  await expect(portal.getByText(/^(Where do you go\?|Water puts out|Which number)/)).toBeVisible();
  await portal.context().close();

  await page.goto(bankAddress ?? '');
  await lines(page).nth(1).click();
  await page.getByRole('textbox', { name: 'Question text' }).fill('Water puts out burning fat.');
  await save(page);

  await page.goto(`/admin/courses/${draft.course_id}`);
  await openQuiz(page, 'What you know');
  const changed = page.getByText('The bank has changed since this quiz took its questions.');
  await expect(changed).toBeVisible();
  await checkAt(page, 'draw from a bank that has changed');
  await page.getByRole('button', { name: 'Take newest questions' }).click();
  await expect(changed).toBeHidden();
  await expect(count).toBeFocused();
  await save(page);
  const newest = await savedQuiz(draft.course_id, 'What you know');
  expect(newest.content.draws).toMatchObject([{ count: 2, taken: { count: 3 } }]);
  expect(newest.content.draws?.[0]?.taken?.digest).not.toBe(taken.content.draws?.[0]?.taken?.digest);
  await expect(changed).toBeHidden();

  await page.goto(`/admin/courses/${draft.course_id}/difference`);
  await page.getByRole('button', { name: /^What you know,/ }).click();
  const drawn = `Random draw: 2 from “${bank}”`;
  const lesson = page.getByRole('listitem').filter({ hasText: 'What you know' });
  await expect(lesson.getByRole('listitem').filter({ hasText: drawn })).toHaveText([
    new RegExp(`${drawn}$`),
    new RegExp(`${drawn} \\(the bank’s questions have changed\\)$`),
  ]);
  await expect(page.getByRole('main')).not.toContainText(newest.content.draws?.[0]?.taken?.digest ?? 'no digest');
});

test('what is wrong in a bank is marked, and what two have changed is put together or chosen', async ({
  page,
  isMobile,
}) => {
  test.skip(isMobile, 'it does not depend on the size of the page');
  const bank = await newBank('Calls', [CHOICE, WORD]);
  await openAsAuthor(page, `/question-banks/${bank.bank_id}`);
  await title(page).fill('');
  await press(page, page.getByRole('button', { name: 'Add question' }));
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Correct what is marked.')).toBeVisible();
  await expect(title(page)).toBeFocused();
  await expect(page.getByText('Write what is asked.')).toBeVisible();
  await checkAt(page, 'question bank with faults');
  const remove = page.getByRole('button', { name: 'Delete question' });
  await remove.click();
  await expect(lines(page)).toHaveCount(2);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(lines(page)).toHaveCount(3);
  await remove.click();
  await title(page).fill(`${bank.title} mine`);

  // A colleague has changed something else, which stays.
  await changeBank(bank, { questions: [CHOICE] });
  await save(page);
  await expect(lines(page)).toHaveCount(1);
  await expect(title(page)).toHaveValue(`${bank.title} mine`);

  await title(page).fill(`${bank.title} again`);
  await changeBank(bank, { title: `${bank.title} theirs` });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const conflict = page.getByRole('dialog', { name: 'Someone else made changes' });
  await expect(conflict).toContainText(`${bank.title} theirs`);
  await conflict.getByRole('radio', { name: 'Keep theirs' }).check();
  await conflict.getByRole('button', { name: 'Save choice' }).click();
  await expect(title(page)).toHaveValue(`${bank.title} theirs`);
});

test('a bank is deleted when that is confirmed, and the quiz keeps what it has taken', async ({ page, isMobile }) => {
  test.skip(isMobile, 'it does not depend on the size of the page');
  const bank = await newBank('Old rules', [CHOICE, WORD]);
  const draft = await newDraft();
  await openAsAuthor(page, `/courses/${draft.course_id}`);
  await addQuiz(page, 'From the bank');
  await page.getByRole('button', { name: 'Add draw' }).click();
  await page.getByLabel('Draw 1: from').selectOption({ label: `${bank.title} (2 questions)` });
  await save(page);

  await page.goto(`/admin/question-banks/${bank.bank_id}`);
  // What is not saved is not lost without a question.
  await title(page).fill('Something else');
  await page.getByRole('main').getByRole('link', { name: 'Question banks' }).click();
  const leaving = page.getByRole('dialog', { name: 'Leave without saving?' });
  await leaving.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('button', { name: 'Delete bank' }).click();
  const dialog = page.getByRole('dialog', { name: `Delete “${bank.title}”?` });
  await expect(dialog).toContainText('Quizzes keep their own copy of the questions they have taken.');
  await checkAt(page, 'deletion of a question bank');
  await dialog.getByRole('button', { name: 'Delete bank' }).click();
  await page.getByText(`“${bank.title}” deleted`).waitFor();
  await page.getByRole('searchbox').fill(bank.title);
  await expect(page.getByText('No matching question banks')).toBeVisible();

  await page.goto(`/admin/courses/${draft.course_id}`);
  await openQuiz(page, 'From the bank');
  await expect(page.getByText('This bank has been deleted.')).toBeVisible();
  await checkAt(page, 'draw from a bank that is gone');
  await page.getByText('Quiz settings').click();
  await page.getByLabel('Pass mark (%)').fill('50');
  await save(page);
  const { content } = await savedQuiz(draft.course_id, 'From the bank');
  expect(content).toMatchObject({
    pass_percent: 50,
    draws: [{ bank_id: bank.bank_id, count: 1, taken: { count: 2 } }],
  });
});
