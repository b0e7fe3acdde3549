import { useSharedText } from '../i18n/text';
import style from './skip-link.module.css';

/** First on the page, so that a keyboard need not walk through what stands on all of them. */
export function SkipLink() {
  const text = useSharedText();
  return (
    <a className={style.skip} href="#content">
      {text('skip')}
    </a>
  );
}
