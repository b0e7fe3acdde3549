import { addMessages, useTextOf } from 'shared/i18n/text';
import { type QuizTextId as LearnersTextId, loadQuizMessages } from 'shared/quiz/text';
import { type AttemptsTextId, loadMessages as loadAttemptsMessages } from '../attempts/text';
import type messages from './locales/en.json';

export type QuizTextId = keyof typeof messages | LearnersTextId | AttemptsTextId;
export const useText = useTextOf<QuizTextId>;

const load = (locale: string) => import(`./locales/${locale}.ts`);

/** What the panel says of quizzes, and what learners read in them, come when a quiz is shown. */
export async function loadMessages(): Promise<void> {
  await Promise.all([loadQuizMessages(), loadAttemptsMessages(), addMessages(load)]);
}
