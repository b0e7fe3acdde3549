import DOMPurify, { type Config } from 'dompurify';
import { nameCallouts } from './callouts';

/** What may be wider than a phone. */
const WIDE = 'pre, table, math[display=block]';

/** Lessons are words, formulas and pictures: no script, no style, nothing that asks for input or loads a page of its own. */
const WORDS_AND_PICTURES: Config & { RETURN_DOM_FRAGMENT: true } = {
  USE_PROFILES: { html: true, mathMl: true },
  FORBID_TAGS: [
    'style',
    'form',
    'input',
    'button',
    'select',
    'textarea',
    'option',
    'iframe',
    'object',
    'embed',
    'base',
    'meta',
    'link',
    'dialog',
  ],
  FORBID_ATTR: ['style', 'target', 'action', 'formaction', 'ping', 'autofocus', 'tabindex'],
  ALLOW_DATA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
};

/** The API has sanitized the HTML; this is the second lock on the same door. */
export function lessonFragment(html: string, title: string): DocumentFragment {
  const fragment = DOMPurify.sanitize(html, WORDS_AND_PICTURES);
  // The page has this heading already.
  const first = fragment.firstElementChild;
  if (first?.tagName === 'H1' && first.textContent?.trim() === title.trim()) first.remove();
  for (const link of fragment.querySelectorAll('a[href]')) tameLink(link as HTMLAnchorElement);
  for (const picture of fragment.querySelectorAll('img')) {
    picture.loading = 'lazy';
    picture.decoding = 'async';
  }
  nameCallouts(fragment);
  // What is wider than the page scrolls by itself, with the keyboard as well.
  for (const wide of fragment.querySelectorAll<HTMLElement>(WIDE)) wide.tabIndex = 0;
  return fragment;
}

/** Other sites open beside the lesson and learn nothing of it. */
function tameLink(link: HTMLAnchorElement): void {
  const address = new URL(link.getAttribute('href') ?? '', location.href);
  if (address.origin === location.origin) return;
  link.target = '_blank';
  link.rel = 'noopener noreferrer nofollow';
}
