import { useRef } from 'react';
import { Icon } from 'shared/parts/icon';
import { useText } from '../text';
import style from './chosen-list.module.css';

interface ChosenListProps {
  label: string;
  items: readonly { key: string; words: string }[];
  onRemove: (at: number) => void;
}

/** What has been chosen with a picker beside it, to be taken out again. The focus goes to the next one, and after the last to the picker. */
export function ChosenList({ label, items, onRemove }: ChosenListProps) {
  const text = useText();
  const list = useRef<HTMLUListElement>(null);
  if (items.length === 0) return null;

  function remove(at: number) {
    const around = list.current?.parentElement;
    onRemove(at);
    requestAnimationFrame(() => {
      const buttons = around?.querySelectorAll<HTMLElement>('[data-remove]');
      (buttons?.[Math.min(at, buttons.length - 1)] ?? around?.querySelector('input'))?.focus();
    });
  }

  return (
    <ul ref={list} className={style.chosen} aria-label={label}>
      {items.map(({ key, words }, at) => (
        <li key={key}>
          <span>{words}</span>
          <button
            type="button"
            data-remove
            className={style.remove}
            aria-label={text('course.chip-remove', { value: words })}
            onClick={() => remove(at)}
          >
            <Icon name="cross" size={16} />
          </button>
        </li>
      ))}
    </ul>
  );
}
