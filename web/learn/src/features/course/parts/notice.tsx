import { type ReactNode, useId } from 'react';
import type { Schema } from 'shared/api/schemas';
import { Icon, type IconName } from 'shared/parts/icon';
import style from './notice.module.css';

interface NoticeProps {
  tone: 'brand' | 'warn' | 'plain';
  icon: IconName;
  title: string;
  children: ReactNode;
}

/** What there is to know of a course before anything else on its page, and what can be done about it. */
export function Notice({ tone, icon, title, children }: NoticeProps) {
  const id = useId();
  return (
    <section className={style.notice} data-tone={tone} aria-labelledby={id}>
      <h2 id={id}>
        <Icon name={icon} />
        {title}
      </h2>
      {children}
    </section>
  );
}

interface SaidProps {
  title: string;
  lang?: string | null | undefined;
  dir?: Schema<'TextDirection'> | null | undefined;
  children: string;
}

/** What somebody has written, line by line. */
export function Said({ title, lang, dir, children }: SaidProps) {
  return (
    <div>
      <h3 className={style.said}>{title}</h3>
      <p className={style.words} lang={lang ?? undefined} dir={dir ?? undefined}>
        {children}
      </p>
    </div>
  );
}

/** The button that was pressed goes with its notice. */
export function focusPage(): void {
  document.getElementById('content')?.focus();
}
