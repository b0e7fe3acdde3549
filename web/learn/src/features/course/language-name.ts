import { useMemo } from 'react';
import type { Schema } from 'shared/api/schemas';
import { useLocale } from 'shared/i18n/text';

/** What a language is called in another one: “German (Switzerland)”. */
export function languageName(tag: string, locale: string): string {
  try {
    const name = new Intl.DisplayNames(locale, { type: 'language' }).of(tag) ?? tag;
    return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
  } catch {
    return tag;
  }
}

type Translation = Schema<'Translation'>;

export interface NamedTranslation {
  id: string;
  name: string;
  /** That of the name. */
  lang: string | undefined;
}

/** Each language by its own name, for who reads it; the title of the course where that does not tell which one it is. */
export function namedTranslations(translations: readonly Translation[]): NamedTranslation[] {
  const named = translations.map(({ course_id: id, title, language: lang }) => ({
    id,
    title,
    lang,
    name: lang === undefined ? title : languageName(lang, lang),
  }));
  return named.map(({ id, title, lang, name }) => {
    const isAlone = named.filter(other => other.name === name).length === 1;
    return { id, lang, name: isAlone ? name : title };
  });
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
