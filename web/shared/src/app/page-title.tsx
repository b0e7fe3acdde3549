import { type ReactNode, useEffect, useRef } from 'react';

interface PageTitleProps {
  children: string;
  /** What stands on the page instead, where that is more than text. */
  face?: ReactNode;
  className?: string;
  /** The language and direction of what the title names, where they are not the page's. */
  lang?: string | undefined;
  dir?: 'ltr' | 'rtl' | undefined;
}

let opened = false;

export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Trellis`;
  }, [title]);
}

/** The heading of a page: names the document and takes the focus when its page opens, but not on the first one of a visit. */
export function PageTitle({ children, face, className, lang, dir }: PageTitleProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useDocumentTitle(children);
  useEffect(() => {
    if (opened) heading.current?.focus({ preventScroll: true });
    opened = true;
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1} className={className} lang={lang} dir={dir}>
      {face ?? children}
    </h1>
  );
}
