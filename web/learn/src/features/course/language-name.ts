import { useMemo } from 'react';
import type { Locale } from 'shared/i18n/locales';
import { useLocale } from 'shared/i18n/text';

/** What a language is called in another one: “German (Switzerland)”. */
export function languageName(tag: string, locale: Locale): string {
  try {
    const name = new Intl.DisplayNames(locale, { type: 'language' }).of(tag) ?? tag;
    return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
  } catch {
    return tag;
  }
}

export function useLanguageName(): (tag: string) => string {
  const locale = useLocale();
  return useMemo(() => {
    const names = new Map<string, string>();
    return tag => {
      const name = names.get(tag) ?? languageName(tag, locale);
      names.set(tag, name);
      return name;
    };
  }, [locale]);
}
