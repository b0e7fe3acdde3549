import { kept } from '../session/storage';

export const LOCALES = ['en', 'de', 'it', 'hi'] as const;
export type Locale = (typeof LOCALES)[number];

/** Each language calls itself by its own name. */
export const LOCALE_NAMES: Record<Locale, string> = { en: 'English', de: 'Deutsch', it: 'Italiano', hi: 'हिन्दी' };

const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'he', 'ur']);

export function isLocale(text: string | null | undefined): text is Locale {
  return LOCALES.some(locale => locale === text);
}

export function directionOf(locale: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.has(locale) ? 'rtl' : 'ltr';
}

/** The language chosen before, else the first one of the browser that we speak. */
export function preferredLocale(): Locale {
  const chosen = kept('locale');
  if (isLocale(chosen)) return chosen;
  const spoken = navigator.languages.map(language => language.split('-')[0]);
  return spoken.find(isLocale) ?? 'en';
}
