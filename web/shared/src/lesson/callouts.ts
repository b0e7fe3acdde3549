import { textOf } from '../i18n/text';

const KINDS = ['note', 'tip', 'important', 'warning', 'caution'] as const;

/** A callout that has no title of its own is called what it is, in the reader's language: its colour alone would not say it to everybody. */
export function nameCallouts(lesson: ParentNode): void {
  for (const kind of KINDS) {
    for (const callout of lesson.querySelectorAll(`.callout-${kind}, .markdown-alert-${kind}`)) {
      if (callout.querySelector(':scope > .callout-title')) continue;
      const title = document.createElement('p');
      title.className = 'callout-title';
      title.lang = document.documentElement.lang;
      title.textContent = textOf(`callout.${kind}`);
      callout.prepend(title);
    }
  }
}
