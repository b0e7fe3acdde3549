import { useRef } from 'react';
import { Icon } from 'shared/parts/icon';
import { type TextId, useText } from '../../../text';
import { useShortcuts } from '../../course/shortcuts';
import { useSearchFocus } from '../search-key';
import style from './catalogue.module.css';

interface SearchFieldProps {
  label: TextId;
  placeholder: TextId;
  words: string;
  onWords: (words: string) => void;
}

export function SearchField({ label, placeholder, words, onWords }: SearchFieldProps) {
  const text = useText();
  const shortcuts = useShortcuts();
  const field = useRef<HTMLInputElement>(null);
  useSearchFocus(field);
  return (
    <label className={style.search}>
      <span className="visually-hidden">{text(label)}</span>
      <Icon name="search" />
      <input
        ref={field}
        type="search"
        maxLength={100}
        value={words}
        placeholder={text(placeholder)}
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
