import { useLayoutEffect, useRef } from 'react';
import article from '../lesson/article.module.css';
import { lessonFragment } from '../lesson/fragment';

interface RichProps {
  html: string;
  id?: string;
  className?: string | undefined;
  /** What becomes of the words before they are shown. */
  dress?: (fragment: DocumentFragment) => void;
}

/** Words with pictures and formulas, as the API has made them safe; the page does it once more. */
export function Rich({ html, id, className = '', dress }: RichProps) {
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(dress);
  latest.current = dress;
  useLayoutEffect(() => {
    const fragment = lessonFragment(html, '');
    latest.current?.(fragment);
    place.current?.replaceChildren(fragment);
  }, [html]);
  return <div ref={place} id={id} className={`${article.article} ${className}`} />;
}

/** The words alone, where no more can be shown. */
export function plainText(html: string): string {
  return lessonFragment(html, '').textContent?.trim() ?? '';
}
