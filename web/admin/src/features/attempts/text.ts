import { addMessages, useTextOf } from 'shared/i18n/text';
import type { TextId } from '../../text';
import type messages from './locales/en.json';

export type AttemptsTextId = keyof typeof messages | TextId;
export const useText = useTextOf<AttemptsTextId>;

const load = (locale: string) => import(`./locales/${locale}.ts`);

/** What the panel says of attempts comes when some are shown. */
export function loadMessages(): Promise<void> {
  return addMessages(load);
}
