import type { ReactNode } from 'react';
import { useDocumentTitle } from '../app/page-title';
import { LOCALE_NAMES, LOCALES, type Locale } from '../i18n/locales';
import { chooseLocale, useLocale, useSharedText } from '../i18n/text';
import { useLogo } from '../theme/logo';
import style from './frame.module.css';
import { Mark } from './mark';

/** The page around everything that happens before one is inside. */
export function Frame({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  useDocumentTitle(title);
  const text = useSharedText();
  const locale = useLocale();
  const logo = useLogo();
  return (
    <div className={style.page}>
      <main className={style.card}>
        <div className={style.mark}>
          <Mark />
          {!logo && <span>Trellis</span>}
        </div>
        <h1 className={style.title}>{title}</h1>
        {lead && <p className={style.lead}>{lead}</p>}
        {children}
      </main>
      <footer className={style.foot}>
        <select
          aria-label={text('language')}
          value={locale}
          onChange={event => chooseLocale(event.target.value as Locale)}
        >
          {LOCALES.map(each => (
            <option key={each} value={each} lang={each}>
              {LOCALE_NAMES[each]}
            </option>
          ))}
        </select>
      </footer>
    </div>
  );
}
