import { type MouseEvent, type SyntheticEvent, useEffect, useLayoutEffect, useRef } from 'react';
import type { Schema } from 'shared/api/schemas';
import style from 'shared/lesson/article.module.css';
import { dressCode } from 'shared/lesson/code-blocks';
import { lessonFragment } from 'shared/lesson/fragment';
import { showToast } from 'shared/parts/toasts';
import { useLocation } from 'wouter';
import { keptFile, pathOf, savedAs } from '../../../offline/files';
import { isSigned } from '../../../offline/parcel';
import { keepPictures, keptPicture } from '../../../offline/pictures';
import { useText } from '../../../text';
import { isIn, usePreview } from '../../course/preview';
import { useReadingPosition } from './reading-position';

interface ArticleProps {
  courseId: string;
  lesson: Schema<'LessonContent'>;
}

/** Shows what is kept in the place of a picture that does not come: without network, or when its address has grown old. */
async function showKept({ target }: SyntheticEvent<HTMLElement>): Promise<void> {
  if (!(target instanceof HTMLImageElement) || !isRemote(target)) return;
  const kept = await keptPicture(target.src);
  if (!kept) return;
  const address = URL.createObjectURL(kept);
  target.addEventListener('load', () => URL.revokeObjectURL(address), { once: true });
  target.src = address;
}

function isRemote(picture: HTMLImageElement): boolean {
  return picture.src.startsWith('http');
}

/** Files that the lesson links to come from this device, where they lie there. Returns what is to be done once nobody reads it any more. */
function linkKept(article: HTMLElement): () => void {
  const made: string[] = [];
  let left = false;
  async function link(to: HTMLAnchorElement): Promise<void> {
    const file = await keptFile(pathOf(to.href));
    const name = await savedAs(to.href);
    if (!file || left) return;
    const address = URL.createObjectURL(file);
    made.push(address);
    to.href = address;
    if (name !== undefined) to.download = name;
  }
  for (const each of article.querySelectorAll('a')) if (isSigned(each.href)) void link(each);
  return () => {
    left = true;
    for (const address of made) URL.revokeObjectURL(address);
  };
}

/** Links to other lessons of the course lead to the version that is previewed. */
function stayInPreview(article: HTMLElement, courseId: string, preview: string): void {
  for (const link of article.querySelectorAll('a')) {
    if (link.origin === location.origin && isIn(courseId, link.pathname)) link.search = `version=${preview}`;
  }
}

/** What a lesson says. */
export function Article({ courseId, lesson }: ArticleProps) {
  const article = useRef<HTMLElement>(null);
  const [, navigate] = useLocation();
  const text = useText();
  const preview = usePreview();
  useLayoutEffect(() => {
    if (!article.current) return;
    article.current.replaceChildren(lessonFragment(lesson.html, lesson.title));
    if (preview !== undefined) stayInPreview(article.current, courseId, preview);
    void dressCode(article.current, {
      copy: text('code.copy'),
      onCopied: () => showToast(text('code.copied')),
      onRefused: () => showToast(text('code.not-copied'), 'bad'),
    });
  }, [lesson.html, lesson.title, courseId, preview, text]);
  useEffect(() => {
    const pictures = [...(article.current?.querySelectorAll('img') ?? [])];
    void keepPictures(pictures.filter(isRemote).map(picture => picture.src));
    return article.current ? linkKept(article.current) : undefined;
  }, [lesson.html]);
  useReadingPosition(courseId, lesson.id);

  /** Links to other lessons open in the player, without loading the page anew. */
  function follow(event: MouseEvent<HTMLElement>) {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    // What lies on this device is saved, or opened beside the lesson.
    if (link.protocol === 'blob:') return;
    if (link.origin !== location.origin || link.getAttribute('href')?.startsWith('#')) return;
    event.preventDefault();
    navigate(link.pathname + link.search + link.hash);
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter on a link is a click
    <article
      ref={article}
      className={style.article}
      lang={lesson.language ?? undefined}
      dir={lesson.text_direction ?? undefined}
      onClick={follow}
      onErrorCapture={showKept}
    />
  );
}
