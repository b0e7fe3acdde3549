import { addMessages, type SharedId, useTextOf } from 'shared/i18n/text';
import type messages from './locales/en.json';

export type PackageTextId = keyof typeof messages | SharedId;
export const usePackageText = useTextOf<PackageTextId>;

const load = (locale: string) => import(`./locales/${locale}.ts`);

export function loadPackageMessages(): Promise<void> {
  return addMessages(load);
}
