import type { Page } from '@playwright/test';
import { check, settle } from '../support/axe.ts';
import { courseWith, enrol } from '../support/courses.ts';
import { uploaded } from '../support/files.ts';
import { press, tabTo } from '../support/keyboard.ts';
import { shellKept } from '../support/offline.ts';
import { newMember, signIn, tokenOf } from '../support/people.ts';
import { attempted, CHOICE, newLearner, newQuiz, plan, savedAttempt, WORD } from '../support/quizzes.ts';
import { expect, test } from '../support/test.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

const start = (page: Page) => page.getByRole('button', { name: 'Start quiz' });
const next = (page: Page) => page.getByRole('button', { name: 'Next question' }).click();
const saved = (page: Page) => expect(page.getByText('All answers saved')).toBeVisible();

async function submit(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Submit…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Submit answers' }).click();
  await page.getByRole('heading', { name: /^Result of attempt/ }).waitFor();
}

/** What the mouse lies on looks otherwise. */
async function checkAt(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await settle(page);
  await check(page, name);
}

test('all kinds of questions are answered, with the keyboard as well, and make a result', async ({
  page,
  isMobile,
}) => {
  test.setTimeout(240_000);
  const picture = await uploaded('picture', plan());
  const quiz = await newQuiz([
    CHOICE,
    {
      id: 'several',
      kind: 'multiple',
      text: 'What do you need?',
      answers: [
        { text: 'A helmet', right: true },
        { text: 'Gloves', right: true },
        { text: 'A hat', right: false },
      ],
    },
    { id: 'truth', kind: 'true_false', text: 'Water puts out burning oil.', right: false },
    {
      id: 'weight',
      kind: 'numeric',
      text: 'How heavy may it be?',
      accepted: [{ value: '25', tolerance: '0.5' }],
      units: [
        { name: 'kg', factor: '1' },
        { name: 'g', factor: '0.001' },
      ],
    },
    WORD,
    { id: 'order', kind: 'ordering', text: 'In which order?', items: ['Look', 'Call', 'Help'] },
    {
      id: 'match',
      kind: 'matching',
      text: 'What is for what?',
      pairs: [
        { prompt: 'Paper', answer: 'Water' },
        { prompt: 'Oil', answer: 'Blanket' },
      ],
      distractors: ['Air'],
    },
    {
      id: 'gap',
      kind: 'gaps',
      text: 'Press {{1}} and *then* {{2}}.',
      gaps: [
        { accepted: [{ pattern: 'start' }] },
        {
          choices: [
            { text: 'stop', right: true },
            { text: 'go', right: false },
          ],
        },
      ],
    },
    {
      id: 'place',
      kind: 'hotspot',
      text: 'Where is the exit?',
      picture,
      picture_description: 'Plan of the hall',
      areas: [{ shape: 'rectangle', coordinates: [5000, 4000, 6000, 6000], right: true }],
    },
  ]);
  const learner = await newLearner(quiz);
  await signIn(page, learner.email, quiz.path);
  await start(page).waitFor();
  await expect(page.getByText('9 questions')).toBeVisible();
  await expect(page.getByText('Pass mark: 80%')).toBeVisible();
  await checkAt(page, 'quiz start');
  await start(page).click();
  const heading = page.getByRole('heading', { level: 2 });
  await expect(heading).toContainText('Question 1 of 9');
  await expect(page.getByText('Answers are saved automatically')).toBeVisible();
  if (isMobile) {
    // The controls of the lesson cover nothing of the quiz.
    const turn = await page.getByRole('button', { name: 'Next question' }).boundingBox();
    const controls = await page.getByText('Pass the quiz to complete the lesson.').boundingBox();
    expect(controls?.y).toBeGreaterThan((turn?.y ?? 0) + (turn?.height ?? 0));
  }

  await page.getByRole('radio', { name: 'To the assembly point' }).press('Space');
  await saved(page);
  await checkAt(page, 'single');
  await next(page);
  await expect(heading).toContainText('Question 2 of 9');
  await expect(heading).toBeFocused();
  for (const name of ['A helmet', 'Gloves']) await page.getByRole('checkbox', { name }).press('Space');
  await next(page);
  await page.getByRole('radio', { name: 'False' }).check();
  await next(page);
  await page.getByRole('textbox', { name: 'Number' }).fill('25,3');
  await page.getByLabel('Unit', { exact: true }).selectOption('kg');
  await checkAt(page, 'numeric');
  await next(page);
  await page.getByRole('textbox', { name: 'Answer' }).fill('112');
  await next(page);

  // Items are shuffled always: each is moved down to where it belongs, by its button or by Alt with an arrow.
  await page.getByRole('button', { name: 'Keep this order' }).click();
  for (const item of ['Look', 'Call', 'Help']) {
    const down = page.getByRole('button', { name: `Move “${item}” down` });
    await down.focus();
    while (!(await down.getAttribute('aria-disabled')))
      await page.keyboard.press(item === 'Call' ? 'Alt+ArrowDown' : 'Enter');
    await expect(down).toBeFocused();
  }
  await expect(page.getByText('“Help” is now 3 of 3')).toBeAttached();
  await checkAt(page, 'ordering');
  await next(page);
  await page.getByRole('combobox', { name: 'Paper' }).selectOption('Water');
  await page.getByRole('combobox', { name: 'Oil' }).selectOption('Blanket');
  await checkAt(page, 'matching');
  await next(page);
  await page.getByRole('textbox', { name: 'Gap 1 of 2' }).fill('Start');
  await page.getByRole('combobox', { name: 'Gap 2 of 2' }).selectOption('stop');
  await checkAt(page, 'gaps');
  await next(page);

  const plane = page.getByRole('application', { name: 'Plan of the hall' });
  await plane.focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText('52% from the left, 50% from the top', { exact: true })).toBeAttached();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Mark 1: 52% from the left, 50% from the top')).toBeVisible();
  await page.getByRole('button', { name: 'Flag question 9 for later' }).click();
  await page.getByText('All questions: 9 of 9 answered').click();
  await expect(page.getByRole('button', { name: 'Question 9, answered, Flagged' })).toBeVisible();
  await checkAt(page, 'hotspot and overview');
  await page.getByRole('button', { name: 'Submit…' }).click();
  await expect(page.getByRole('dialog')).toContainText('1 question is still flagged');
  await checkAt(page, 'submission');
  await page.keyboard.press('Escape');
  await submit(page);
  await expect(page.getByText('100%')).toBeVisible();
  await expect(page.getByText('You know the way.')).toBeVisible();
  await checkAt(page, 'quiz result');
  expect((await savedAttempt(quiz, learner)).result).toMatchObject({ percent: 100, passed: true });
  // The result has completed the lesson.
  await expect(page.getByRole('link', { name: 'Next lesson' })).toBeVisible();
});

test('before an attempt is submitted nothing reaches the browser that tells what is right', async ({
  page,
  isMobile,
}) => {
  test.skip(isMobile, 'the bytes are the same');
  const marks = ['Zebrafeedback', 'Zebrageneral', 'Zebrapattern', '73.25', 'Zebratag', 'Zebrascore', 'Zebratrue'];
  const quiz = await newQuiz(
    [
      {
        ...CHOICE,
        answers: CHOICE.answers.map(({ text, right }) => ({ text, right, feedback: 'Zebrafeedback' })),
        feedback: 'Zebrageneral',
        tags: ['Zebratag'],
      },
      { ...WORD, accepted: [{ pattern: 'Zebrapattern' }] },
      { id: 'weight', kind: 'numeric', text: 'How heavy?', accepted: [{ value: '73.25' }] },
      { id: 'truth', kind: 'true_false', text: 'True?', right: true, feedback_true: 'Zebratrue' },
    ],
    { draws: [{ tag: 'Zebratag', count: 1 }], score_feedback: [{ from_percent: 0, text: 'Zebrascore' }] },
  );
  const learner = await newLearner(quiz);
  let received = '';
  const reading: Promise<void>[] = [];
  page.on('response', response => {
    const type = response.headers()['content-type'] ?? '';
    // Programs and styles of the pages are the same for every quiz.
    if (!/json|html/.test(type)) return;
    reading.push(
      response.text().then(
        text => {
          received += `${response.url()}\n${JSON.stringify(response.headers())}\n${text}\n`;
        },
        () => undefined,
      ),
    );
  });
  await signIn(page, learner.email, quiz.path);
  await start(page).click();
  for (const question of [1, 2, 3, 4]) {
    await page.getByRole('heading', { name: `Question ${question} of 4` }).waitFor();
    if (question < 4) await next(page);
  }
  await page.getByRole('radio', { name: 'True' }).check();
  await saved(page);
  await page.goto(`/courses/${quiz.course.id}`);
  await page.goto(quiz.path);
  await page.getByRole('button', { name: 'Continue quiz' }).click();
  await page.getByRole('heading', { name: 'Question 1 of 4' }).waitFor();
  await Promise.all(reading);
  expect(received).toContain('Which number do you call?');
  for (const mark of marks) expect(received, mark).not.toContain(mark);
  expect(received).not.toContain('"right"');

  await page.getByText(/^All questions/).click();
  await page.getByRole('button', { name: /^Question 4/ }).click();
  await submit(page);
  await expect(page.getByText('Zebrascore')).toBeVisible();
  await Promise.all(reading);
  for (const mark of ['Zebrageneral', 'Zebratrue', 'Zebrascore', '"right"']) expect(received, mark).toContain(mark);
  expect(received).not.toContain('Zebratag');
});

test('an answer that was given offline outlives its tab, and is sent by the next one', async ({
  page,
  context,
  isMobile,
}) => {
  test.skip(isMobile, 'it does not depend on the size of the page');
  const quiz = await newQuiz([CHOICE, WORD], { one_at_a_time: false });
  const learner = await newLearner(quiz);
  await signIn(page, learner.email, quiz.path);
  await shellKept(page);
  await start(page).click();
  await page.getByRole('radio', { name: 'To the lift' }).check();
  await saved(page);
  await context.setOffline(true);
  await page.getByRole('radio', { name: 'To the assembly point' }).check();
  await page.getByRole('textbox', { name: 'Answer' }).fill('112');
  await expect(page.getByText('Offline: answers are kept on this device')).toBeVisible();
  expect((await savedAttempt(quiz, learner)).answers).toEqual({ exit: { kind: 'single', choice: 'b' } });
  await page.close();

  const later = await context.newPage();
  await later.goto(quiz.path);
  await later.getByRole('button', { name: 'Continue quiz' }).click();
  // The device has kept the attempt, with what was answered in it.
  await expect(later.getByRole('radio', { name: 'To the assembly point' })).toBeChecked();
  await expect(later.getByRole('textbox', { name: 'Answer' })).toHaveValue('112');
  await context.setOffline(false);
  await saved(later);
  await expect
    .poll(async () => (await savedAttempt(quiz, learner)).answers)
    .toEqual({ exit: { kind: 'single', choice: 'a' }, number: { kind: 'text', text: '112' } });

  // A tab that goes in the middle of a word, on a page that knows nothing of quizzes.
  await later.route('**/answers/*', route => route.abort());
  await later.getByRole('textbox', { name: 'Answer' }).fill('11');
  await later.close();
  const elsewhere = await context.newPage();
  await elsewhere.goto('/learning');
  await expect.poll(async () => (await savedAttempt(quiz, learner)).answers).toMatchObject({ number: { text: '11' } });
});

test('at the deadline, which is the server’s, an attempt hands itself in', async ({ page, isMobile }) => {
  test.skip(isMobile, 'it does not depend on the size of the page');
  const member = await newMember();
  await signIn(page, member.email, '/learning');
  const closes_at = new Date(Date.now() + 15_000).toISOString();
  const quiz = await newQuiz([CHOICE], { closes_at, time_limit_minutes: 20 });
  const token = await tokenOf(member.email);
  await enrol(token, quiz.course);
  // A device whose clock is an hour wrong has as much time as any other.
  await page.clock.install({ time: Date.now() - 3_600_000 });
  await page.clock.resume();
  await page.goto(quiz.path);
  await start(page).click();
  const timer = page.getByRole('timer', { name: 'Time left' });
  await expect(timer).toHaveText(/^0:\d\d$/);
  await page.getByRole('button', { name: 'Hide time' }).click();
  await expect(timer).toHaveCount(0);
  await page.getByRole('radio', { name: 'To the assembly point' }).check();
  await saved(page);
  await page.getByRole('heading', { name: 'Result of attempt 1' }).waitFor({ timeout: 40_000 });
  await expect(page.getByText('Time was up. What had been saved by then was graded.')).toBeVisible();
  await expect(page.getByText('100%')).toBeVisible();
  const attempt = await savedAttempt(quiz, { ...member, token });
  expect(attempt.state).not.toBe('open');
  expect(attempt.answers).toEqual({ exit: { kind: 'single', choice: 'a' } });
  await page.getByRole('button', { name: 'Back to overview' }).click();
  await expect(page.getByText('The quiz closed')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(0);
});

test('what is seen of an attempt afterwards is what the quiz lets be seen', async ({ page, isMobile }) => {
  test.skip(isMobile, 'it does not depend on the size of the page');
  const quizzes = {
    nothing: await newQuiz([CHOICE], { review: 'nothing' }),
    own_answers: await newQuiz([CHOICE], { review: 'own_answers' }),
    right_answers: await newQuiz([CHOICE], { review: 'right_answers' }),
  };
  const member = await newMember();
  const learner = { ...member, token: await tokenOf(member.email) };
  await signIn(page, member.email, '/learning');
  for (const [review, quiz] of Object.entries(quizzes)) {
    await enrol(learner.token, quiz.course);
    await attempted(quiz, learner, { exit: { kind: 'single', choice: 'b' } });
    await page.goto(quiz.path);
    await page.getByRole('button', { name: 'View attempt 1' }).click();
    await page.getByRole('heading', { name: 'Result of attempt 1' }).waitFor();
    await expect(page.getByText('Not passed', { exact: true })).toBeVisible();
    const own = page.getByText('Lifts stop in a fire.');
    const right = page.getByText('Right answer', { exact: true });
    if (review === 'nothing') await expect(page.getByText('Answers aren’t shown for this quiz now.')).toBeVisible();
    else await expect(own).toBeVisible();
    await expect(own).toHaveCount(review === 'nothing' ? 0 : 1);
    await expect(right).toHaveCount(review === 'right_answers' ? 1 : 0);
    await expect(page.getByText('You know the way.')).toHaveCount(0);
  }
});

test('attempts are counted, unanswered questions are told, and another device goes on', async ({
  page,
  browser,
  isMobile,
}) => {
  test.skip(isMobile, 'it does not depend on the size of the page');
  const quiz = await newQuiz([CHOICE, WORD], { attempts: 2 });
  const learner = await newLearner(quiz);
  await signIn(page, learner.email, quiz.path);
  await expect(page.getByText('2 attempts left')).toBeVisible();
  await press(page, start(page));
  await page.getByRole('heading', { name: 'Question 1 of 2' }).waitFor();
  // Keys that turn the pages of a course do not leave a quiz.
  await tabTo(page, page.getByRole('button', { name: 'Flag question 1 for later' }));
  await page.keyboard.press('n');
  await press(page, page.getByRole('button', { name: 'Next question' }));
  await expect(page.getByRole('heading', { name: 'Question 2 of 2' })).toBeFocused();
  await page.getByRole('button', { name: 'Submit…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('2 questions aren’t answered yet:');
  await dialog.getByRole('button', { name: 'Go to question 1' }).click();
  await expect(page.getByRole('heading', { name: 'Question 1 of 2' })).toBeFocused();

  const other = await (await browser.newContext()).newPage();
  await signIn(other, learner.email, quiz.path);
  await other.getByRole('button', { name: 'Continue quiz' }).click();
  await other.getByRole('radio', { name: 'To the assembly point' }).check();
  await saved(other);
  await other.getByRole('button', { name: 'Next question' }).click();
  await submit(other);
  await expect(other.getByText('50%')).toBeVisible();
  await other.context().close();

  // This device learns of it when it answers.
  await page.getByRole('radio', { name: 'To the lift' }).check();
  await page.getByRole('heading', { name: 'Result of attempt 1' }).waitFor();
  await expect(page.getByText('Some of your answers in “What you know” weren’t saved')).toBeVisible();
  expect((await savedAttempt(quiz, learner)).answers).toEqual({ exit: { kind: 'single', choice: 'a' } });
  await page.getByRole('button', { name: 'Back to overview' }).click();
  await expect(page.getByText('1 attempt left')).toBeVisible();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('radio', { name: 'To the assembly point' }).check();
  await next(page);
  await page.getByRole('textbox', { name: 'Answer' }).fill('112');
  await submit(page);
  await expect(page.getByText('100%')).toBeVisible();
  await page.getByRole('button', { name: 'Back to overview' }).click();
  await expect(page.getByText('You have no attempts left.')).toBeVisible();
  await expect(page.getByText('You’ve passed this quiz.')).toBeVisible();
});

test('who goes on sees the time that is left, what is answered in part, and then which parts were right', async ({
  page,
}) => {
  const quiz = await newQuiz(
    [
      CHOICE,
      {
        id: 'match',
        kind: 'matching',
        text: 'What is for what?',
        pairs: [
          { prompt: 'Paper', answer: 'Water' },
          { prompt: 'Oil', answer: 'Blanket' },
        ],
      },
      {
        id: 'gap',
        kind: 'gaps',
        text: 'Press {{1}} and *then* {{2}}.',
        gaps: [
          { accepted: [{ pattern: 'start' }] },
          {
            choices: [
              { text: 'stop', right: true },
              { text: 'go', right: false },
            ],
          },
        ],
      },
      { id: 'order', kind: 'ordering', text: 'In which order?', items: ['Look', 'Call', 'Help'] },
    ],
    { one_at_a_time: false, review: 'right_answers', time_limit_minutes: 20 },
  );
  const learner = await newLearner(quiz);
  await signIn(page, learner.email, quiz.path);
  await start(page).click();
  await page.getByRole('combobox', { name: 'Paper' }).selectOption('Water');
  await page.getByRole('textbox', { name: 'Gap 1 of 2' }).fill('Start');
  await page.getByRole('combobox', { name: 'Gap 2 of 2' }).selectOption('go');
  await page.getByRole('button', { name: 'Keep this order' }).click();
  for (const item of ['Look', 'Call']) {
    const down = page.getByRole('button', { name: `Move “${item}” down` });
    while (!(await down.getAttribute('aria-disabled'))) await down.press('Enter');
  }
  await saved(page);
  await page.goto(quiz.path);
  await expect(page.getByText(/^Time left: (20|19) minutes$/)).toBeVisible();
  await checkAt(page, 'quiz to go on with');
  await page.getByRole('button', { name: 'Continue quiz' }).click();
  await page.getByText('All questions: 2 of 4 answered').click();
  await expect(page.getByRole('button', { name: 'Question 2, partly answered' })).toBeVisible();
  await page.getByRole('button', { name: 'Submit…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('1 question isn’t answered yet:');
  await expect(dialog).toContainText('1 question is only partly answered:');
  await dialog.getByRole('button', { name: 'Submit answers' }).click();
  await page.getByRole('heading', { name: 'Result of attempt 1' }).waitFor();

  for (const [name, verdict] of [
    ['Paper', 'Right'],
    ['Oil', 'Not answered'],
    ['Gap 1 of 2', 'Right'],
    ['Gap 2 of 2', 'Wrong'],
  ] as const) {
    await expect(page.getByLabel(name).locator('..').getByText(verdict, { exact: true })).toBeVisible();
  }
  // What follows the one that it should is right, wherever that stands.
  await expect(page.getByRole('list', { name: 'In which order?' }).getByRole('listitem')).toHaveText([
    /Help\s*Wrong$/,
    /Look\s*Wrong$/,
    /Call\s*Right$/,
  ]);
  await expect(page.getByText(/^0\.5 of 1 point(?!s)/)).toHaveCount(2);
  await checkAt(page, 'quiz review');
});

test('at the end of a completed course another attempt has nothing beside it to be completed by', async ({
  page,
  isMobile,
}) => {
  test.skip(isMobile, 'it does not depend on the size of the page');
  const content = { kind: 'quiz', questions: [CHOICE] };
  const course = await courseWith('Fire safety', [{ title: 'Read on' }, { title: 'What you know', content }]);
  const member = await newMember();
  await enrol(await tokenOf(member.email), course, 1);
  const path = `/courses/${course.id}/lessons/${course.lessons[1]?.id}`;
  await signIn(page, member.email, path);
  const heading = page.getByRole('heading', { level: 1 });
  const completing = page.getByRole('button', { name: /^(Complete|Finish)/ });
  await start(page).click();
  await page.getByRole('radio', { name: 'To the assembly point' }).check();
  await submit(page);
  await page.getByRole('button', { name: 'Finish course' }).click();
  await expect(heading).toHaveText('Course completed');

  await page.goto(path);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { name: 'Question 1 of 1' }).waitFor();
  await expect(completing).toHaveCount(0);
  await page.getByRole('link', { name: 'Back to course' }).click();
  await expect(heading).toHaveText(course.title);
});
