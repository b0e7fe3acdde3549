/** Languages that are offered, beside those that courses of the workspace are in. */
const OFFERED =
  'ar bg bn ca cs da de de-AT de-CH el en en-GB en-US es es-MX et fa fi fr fr-CA fr-CH ga gu he hi hr hu id is it it-CH ja kn ko lt lv ml mr ms mt nb nl nl-BE pa pl pt pt-BR ro ru sk sl sq sr sv sw ta te th tl tr uk ur vi zh-Hans zh-Hant'.split(
    ' ',
  );

/** The name of a language in another; the tag itself where it has none. */
export function languageName(locale: string, tag: string): string {
  try {
    return new Intl.DisplayNames(locale, { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** Tags of languages, in the order of their names. */
export function languages(locale: string, others: readonly string[]): string[] {
  const names = new Map([...OFFERED, ...others].filter(tag => tag !== '').map(tag => [tag, languageName(locale, tag)]));
  const { compare } = new Intl.Collator(locale);
  return [...names].sort(([, one], [, other]) => compare(one, other)).map(([tag]) => tag);
}
