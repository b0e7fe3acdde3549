import { addMessages, type SharedId, useTextOf } from '../i18n/text';
import type messages from './locales/en.json';

export type QuizTextId = keyof typeof messages | SharedId;
export const useQuizText = useTextOf<QuizTextId>;

const load = (locale: string) => import(`./locales/${locale}.ts`);

/** Quizzes speak with messages of their own, which come with them: most pages have none. */
export function loadQuizMessages(): Promise<void> {
  return addMessages(load);
}
