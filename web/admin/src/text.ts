import { type SharedId, useTextOf } from 'shared/i18n/text';
import type messages from './locales/en.json';

export type TextId = keyof typeof messages | SharedId;
export const useText = useTextOf<TextId>;
