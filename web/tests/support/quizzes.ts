import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { call, stackUrl } from './api.ts';
import { openRow, savedCourse, showOutline, uniqueTitle } from './authoring.ts';
import type { TestFile } from './book.ts';
import { courseWith, enrol, type TestCourse } from './courses.ts';
import { type Member, newMember, tokenOf } from './people.ts';

export interface TestQuiz {
  course: TestCourse;
  lessonId: string;
  /** Where learners take it. */
  path: string;
}

export const CHOICE = {
  id: 'exit',
  kind: 'single',
  text: 'Where do you go when it *burns*?',
  answers: [
    { text: 'To the assembly point', right: true, feedback: 'You know the way.' },
    { text: 'To the lift', right: false, feedback: 'Lifts stop in a fire.' },
    { text: 'Back to your desk', right: false },
  ],
};

export const WORD = {
  id: 'number',
  kind: 'text',
  text: 'Which number do you call?',
  accepted: [{ pattern: '112' }],
  feedback: 'It works in all of Europe.',
};

/** A published course with a quiz, and a page after it. */
export async function newQuiz(questions: readonly object[], rules: Record<string, unknown> = {}): Promise<TestQuiz> {
  const content = { kind: 'quiz', questions, shuffle_answers: false, ...rules };
  const course = await courseWith('Fire safety', [{ title: 'What you know', content }, { title: 'Read on' }]);
  const lessonId = course.lessons[0]?.id ?? '';
  return { course, lessonId, path: `/courses/${course.id}/lessons/${lessonId}` };
}

/** Adds a quiz to a course whose draft is open in the panel. */
export async function addQuiz(page: Page, title: string): Promise<void> {
  await openRow(page, 'Look');
  await showOutline(page);
  await page
    .getByRole('button', { name: /^Add lesson/ })
    .first()
    .click();
  await page.getByRole('dialog').getByRole('radio', { name: 'Quiz' }).check();
  await page.getByRole('dialog').getByRole('button', { name: 'Add lesson' }).click();
  await page.getByRole('button', { name: 'Add question' }).waitFor();
  await page.getByRole('textbox', { name: 'Title' }).fill(title);
}

interface SavedQuiz {
  lessonId: string;
  content: {
    questions?: { id: string; kind: string; text: string }[];
    draws?: { bank_id?: string; count: number; taken?: { digest: string; count: number } }[];
    [rule: string]: unknown;
  };
}

/** A quiz as it is saved now. */
export async function savedQuiz(courseId: string, title: string): Promise<SavedQuiz> {
  const { parts } = await savedCourse(courseId);
  const lessons = parts.flatMap(part => part.modules.flatMap(module => module.lessons));
  const lessonId = lessons.find(lesson => lesson.title === title)?.id ?? '';
  const token = process.env.TRELLIS_TEST_AUTHOR ?? '';
  const path = `/v1/catalog/courses/${courseId}/lessons/${lessonId}?version=draft`;
  return { lessonId, ...(await call<Pick<SavedQuiz, 'content'>>(path, { token })) };
}

interface TestBank {
  bank_id: string;
  title: string;
  question_count: number;
}

/** A question bank; its title is made unique. */
export async function newBank(title: string, questions: readonly object[]): Promise<TestBank> {
  const token = process.env.TRELLIS_TEST_AUTHOR ?? '';
  const body = { title: uniqueTitle(title), questions };
  return call('/v1/admin/question-banks', { method: 'POST', token, body });
}

/** What a colleague does to a bank meanwhile. */
export async function changeBank({ bank_id }: TestBank, body: object): Promise<void> {
  const token = process.env.TRELLIS_TEST_AUTHOR ?? '';
  const path = `/v1/admin/question-banks/${bank_id}`;
  const found = await fetch(stackUrl() + path, { headers: { authorization: `Bearer ${token}` } });
  await call(path, { method: 'PATCH', token, headers: { 'if-match': found.headers.get('etag') ?? '' }, body });
}

export interface Learner extends Member {
  token: string;
}

export async function newLearner(quiz: TestQuiz, ...of: Parameters<typeof newMember>): Promise<Learner> {
  return asLearner(quiz, await newMember(...of));
}

/** A member who takes the quiz's course. */
export async function asLearner({ course }: TestQuiz, member: Member): Promise<Learner> {
  const token = await tokenOf(member.email);
  await enrol(token, course);
  return { ...member, token };
}

function attemptsOf({ course, lessonId }: TestQuiz): string {
  return `/v1/me/enrolments/${course.id}/lessons/${lessonId}/attempts`;
}

interface Attempt {
  number: number;
  state: string;
  answers: Record<string, unknown>;
  result?: { percent: number; passed: boolean };
}

/** What the server has of an attempt. */
export function savedAttempt(quiz: TestQuiz, { token }: Learner, number = 1): Promise<Attempt> {
  return call(`${attemptsOf(quiz)}/${number}`, { token });
}

/** An attempt that somebody has begun on another device; its number. */
export async function begun(quiz: TestQuiz, { token }: Learner, answers: Record<string, object>): Promise<number> {
  const path = attemptsOf(quiz);
  const { number } = await call<Attempt>(path, { method: 'POST', token });
  for (const [at, [question, answer]] of Object.entries(answers).entries()) {
    const body = { answer, sequence: at + 1 };
    await call(`${path}/${number}/answers/${question}`, { method: 'PUT', token, body });
  }
  return number;
}

/** An attempt that somebody has made on another device. */
export async function attempted(quiz: TestQuiz, learner: Learner, answers: Record<string, object>): Promise<Attempt> {
  const number = await begun(quiz, learner, answers);
  return call(`${attemptsOf(quiz)}/${number}/submission`, { method: 'POST', token: learner.token });
}

/** A picture in which something is to be found. */
export function plan(): TestFile {
  const buffer = readFileSync(new URL('../../learn/public/icons/512.png', import.meta.url));
  return { name: 'plan.png', mimeType: 'image/png', buffer };
}
