import { type MouseEvent, useLayoutEffect, useRef } from 'react';
import type { Schema } from 'shared/api/schemas';
import { useLocation } from 'wouter';
import style from './article.module.css';
import { lessonFragment } from './lesson-fragment';
import { useReadingPosition } from './reading-position';

interface ArticleProps {
  courseId: string;
  lesson: Schema<'LessonContent'>;
}

/** What a lesson says. */
export function Article({ courseId, lesson }: ArticleProps) {
  const article = useRef<HTMLElement>(null);
  const [, navigate] = useLocation();
  useLayoutEffect(() => {
    article.current?.replaceChildren(lessonFragment(lesson.html, lesson.title));
  }, [lesson.html, lesson.title]);
  useReadingPosition(courseId, lesson.id);

  /** Links to other lessons open in the player, without loading the page anew. */
  function follow(event: MouseEvent<HTMLElement>) {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.origin !== location.origin || link.getAttribute('href')?.startsWith('#')) return;
    event.preventDefault();
    navigate(link.pathname + link.search + link.hash);
  }

  // biome-ignore lint/a11y/useKeyWithClickEvents: Enter on a link is a click
  return <article ref={article} className={style.article} onClick={follow} />;
}
