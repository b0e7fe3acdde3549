import DOMPurify, { type Config } from 'dompurify';
import { useEffect, useRef } from 'react';
import type { Schema } from 'shared/api/schemas';
import style from './lesson-page.module.css';

const RULES: Config & { RETURN_DOM_FRAGMENT: true } = {
  FORBID_TAGS: ['style', 'form', 'input', 'button', 'textarea', 'select', 'iframe', 'object', 'embed'],
  FORBID_ATTR: ['style', 'id', 'name'],
  RETURN_DOM_FRAGMENT: true,
};

interface LessonPageProps {
  html: string;
  label: string;
  /** The language of the text, where it is known. */
  language?: string | undefined;
  direction?: Schema<'TextDirection'> | undefined;
}

/** Styles would only be refused by the content security policy, which reports it: they go before the HTML is parsed. */
function withoutStyles(html: string): string {
  return html
    .replace(/<style\b[\s\S]*?(<\/style\s*>|$)/gi, '')
    .replace(/(<[^>]*?)\sstyle\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, '$1');
}

/** How a lesson looks to those who learn. Its links lead out of the editor, so they open beside it. */
export default function LessonPage({ html, label, language, direction }: LessonPageProps) {
  const page = useRef<HTMLElement>(null);
  useEffect(() => {
    const fragment = DOMPurify.sanitize(withoutStyles(html), RULES);
    for (const link of fragment.querySelectorAll('a')) {
      link.target = '_blank';
      link.rel = 'noreferrer';
    }
    page.current?.replaceChildren(fragment);
  }, [html]);
  return <article ref={page} className={style.page} aria-label={label} lang={language} dir={direction} />;
}
