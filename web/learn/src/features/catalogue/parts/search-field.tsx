import { useRef } from 'react';
import { Icon } from 'shared/parts/icon';
import { useText } from '../../../text';
import { useShortcuts } from '../../course/shortcuts';
import { useSearchFocus } from '../search-key';
import style from './catalogue.module.css';

interface SearchFieldProps {
  words: string;
  onWords: (words: string) => void;
}

export function SearchField({ words, onWords }: SearchFieldProps) {
  const text = useText();
  const shortcuts = useShortcuts();
  const field = useRef<HTMLInputElement>(null);
  useSearchFocus(field);
  return (
    <label className={style.search}>
      <span className="visually-hidden">{text('catalogue.search')}</span>
      <Icon name="search" />
      <input
        ref={field}
        type="search"
        maxLength={100}
        value={words}
        placeholder={text('catalogue.placeholder')}
        aria-keyshortcuts={shortcuts ? '/' : undefined}
        onChange={event => onWords(event.target.value)}
      />
      {shortcuts && (
        <span className={style.key} aria-hidden="true">
          /
        </span>
      )}
    </label>
  );
}
