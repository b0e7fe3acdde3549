import { type ReactNode, useEffect, useRef } from 'react';
import type { Schema } from 'shared/api/schemas';
import style from 'shared/lesson/article.module.css';
import { dressCode } from 'shared/lesson/code-blocks';
import { lessonFragment } from 'shared/lesson/fragment';
import { showToast } from 'shared/parts/toasts';
import { useText } from '../../../../text';
import own from './writing.module.css';

interface LearnersPageProps {
  lesson: Pick<Schema<'LessonContent'>, 'html' | 'title' | 'language' | 'text_direction'>;
  label: string;
  /** What learners see below the text. */
  below?: ReactNode;
}

/** A lesson as the portal shows it, made from the server's page by the portal's own parts. Its links open beside the editor. */
export default function LearnersPage({ lesson, label, below }: LearnersPageProps) {
  const { html, title, language, text_direction } = lesson;
  const text = useText();
  const page = useRef<HTMLElement>(null);
  useEffect(() => {
    const article = page.current;
    if (!article) return;
    article.replaceChildren(lessonFragment(html, title));
    for (const link of article.querySelectorAll('a')) {
      link.target = '_blank';
      link.rel = 'noreferrer';
    }
    void dressCode(article, {
      copy: text('code.copy'),
      onCopied: () => showToast(text('code.copied')),
      onRefused: () => showToast(text('code.not-copied'), 'bad'),
    });
  }, [html, title, text]);
  return (
    <div className={own.learners}>
      <article
        ref={page}
        className={style.article}
        aria-label={label}
        lang={language ?? undefined}
        dir={text_direction ?? undefined}
        hidden={html === ''}
      />
      {below}
    </div>
  );
}
