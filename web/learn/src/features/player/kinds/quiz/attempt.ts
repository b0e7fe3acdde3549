import type { Schema } from 'shared/api/schemas';
import { type AnswerState, answerState, type Given, type Shown } from 'shared/quiz/given';
import type { WaitingAnswer } from '../../../../offline/answers';

export type Answers = Readonly<Record<string, Given>>;

/** What was given, with what this device has not been able to send. */
export function withWaitingAnswers(answers: Answers, waiting: readonly WaitingAnswer[]): Answers {
  return { ...answers, ...Object.fromEntries(waiting.map(each => [each.questionId, each.answer])) };
}

/** Questions by their numbers, which begin with 1. */
export function numbersOf(questions: readonly Shown[], isWanted: (question: Shown) => boolean): number[] {
  return questions.flatMap((question, at) => (isWanted(question) ? [at + 1] : []));
}

/** Those that are answered so far, and no further. */
export function numbersIn(state: AnswerState, questions: readonly Shown[], answers: Answers): number[] {
  return numbersOf(questions, question => answerState(question, answers[question.id]) === state);
}

/** Why no attempt can be begun now; nothing if one can. */
export type Hindrance =
  | { why: 'not-open'; at: string }
  | { why: 'closed'; at: string }
  | { why: 'none-left' }
  | { why: 'cooling-off'; at: string };

type QuizContent = Extract<Schema<'Content'>, { kind: 'quiz' }>;

export function hindranceOf(
  { opens_at, closes_at }: Pick<QuizContent, 'opens_at' | 'closes_at'>,
  standing: Pick<Schema<'QuizStanding'>, 'attempts_left' | 'next_attempt_at'>,
  now: number,
): Hindrance | undefined {
  if (closes_at && Date.parse(closes_at) <= now) return { why: 'closed', at: closes_at };
  if (standing.attempts_left === 0) return { why: 'none-left' };
  if (opens_at && Date.parse(opens_at) > now) return { why: 'not-open', at: opens_at };
  const { next_attempt_at: next } = standing;
  return next && Date.parse(next) > now ? { why: 'cooling-off', at: next } : undefined;
}

/**
 * Whether its time was up when an attempt ended. An attempt that a page has handed in at the deadline is not `expired`, since that came within
 * the grace; but no end is dated later than the deadline.
 */
export function endedByTime({ due_at, submitted_at }: Pick<Schema<'QuizAttempt'>, 'due_at' | 'submitted_at'>): boolean {
  return due_at !== undefined && submitted_at !== undefined && Date.parse(submitted_at) >= Date.parse(due_at);
}

/** Attempts that are over, the last one first. */
export function pastAttempts(attempts: readonly Schema<'AttemptSummary'>[]): Schema<'AttemptSummary'>[] {
  return attempts.filter(({ state }) => state !== 'open').sort((a, b) => b.number - a.number);
}
