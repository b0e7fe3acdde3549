import { useRef } from 'react';
import { Icon } from 'shared/parts/icon';
import { useText } from '../../../text';
import { type Chosen, chosenValues, type FacetName } from '../address';
import { useValueName } from '../use-value-name';
import style from './facets.module.css';

interface ChipsProps {
  chosen: Chosen;
  onRemove: (facet: FacetName, value: string) => void;
  onClear: () => void;
}

/** What is chosen, each with a way to take it back. */
export function Chips({ chosen, onRemove, onClear }: ChipsProps) {
  const text = useText();
  const valueName = useValueName();
  const list = useRef<HTMLUListElement>(null);
  const values = chosenValues(chosen);
  if (values.length === 0) return null;

  /** The focus stays among the chips; with the last one it goes back to the heading. */
  function remove(facet: FacetName, value: string, index: number) {
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const next = values.length > 1 ? (buttons[index + 1] ?? buttons[index - 1]) : document.querySelector('h1');
    next?.focus({ preventScroll: true });
    onRemove(facet, value);
  }

  return (
    <ul ref={list} className={style.chips} aria-label={text('catalogue.chosen')}>
      {values.map(({ facet, value }, index) => (
        <li key={`${facet} ${value}`}>
          <button
            type="button"
            className={style.chip}
            aria-label={text('catalogue.remove', { facet: text(`facet.${facet}`), value: valueName(facet, value) })}
            onClick={() => remove(facet, value, index)}
          >
            {valueName(facet, value)}
            <Icon name="cross" size={14} />
          </button>
        </li>
      ))}
      <li>
        <button type="button" className={style.clear} onClick={onClear}>
          {text('catalogue.clear-filters')}
        </button>
      </li>
    </ul>
  );
}
