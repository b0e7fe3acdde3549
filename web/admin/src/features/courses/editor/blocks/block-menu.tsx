import { useEffect, useId, useRef, useState } from 'react';
import { folded } from 'shared/i18n/folding';
import { useText } from '../../../../text';
import style from './block-menu.module.css';
import { BLOCKS, type BlockName } from './catalogue';

export interface MenuPlace {
  /** Whether a slash was typed for it: then what chooses nothing stays in the text. */
  typed: boolean;
  top: number;
  start: number;
  /** Of the editor around it. */
  width: number;
}

interface BlockMenuProps {
  place: MenuPlace;
  onChoose: (name: BlockName) => void;
  /** With what is to stay in the text. */
  onClose: (words: string) => void;
}

const WIDTH = 288;

/** All blocks, fewer with each letter. The arrows choose, Enter takes, Escape goes back to the text. */
export function BlockMenu({ place, onChoose, onClose }: BlockMenuProps) {
  const text = useText();
  const isDone = useRef(false);
  const id = useId();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const wanted = folded(query);
  // What is called so comes before what is only meant.
  const called = BLOCKS.filter(({ label }) => folded(text(label)).includes(wanted));
  const meant = BLOCKS.filter(({ words, sign = '' }) => folded(`${text(words)} ${sign}`).includes(wanted));
  const found = [...new Set([...called, ...meant])];
  const current = found[Math.min(chosen, found.length - 1)];

  useEffect(() => {
    field.current?.focus({ preventScroll: true });
    // As a whole, where there is room for it.
    field.current?.parentElement?.scrollIntoView({ block: 'nearest' });
  }, []);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);

  /** Only once: what is chosen takes the focus from the field, which closes the menu as well. */
  function end(tell: () => void) {
    if (isDone.current) return;
    isDone.current = true;
    tell();
  }
  const close = () => end(() => onClose(place.typed ? `/${query}` : ''));
  const choose = (name: BlockName) => end(() => onChoose(name));

  function onKeyDown(event: React.KeyboardEvent) {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, Home: -chosen, End: found.length - 1 - chosen };
    const step = steps[event.key];
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      setChosen((Math.min(chosen, found.length - 1) + step + found.length) % found.length);
    } else if (event.key === 'Enter' || event.key === 'Tab') {
      event.preventDefault();
      if (current) choose(current.name);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      close();
    } else if (event.key === 'Backspace' && query === '') {
      event.preventDefault();
      end(() => onClose(''));
    }
  }

  return (
    // The place follows from where the text cursor is.
    <div
      className={style.menu}
      style={{ insetBlockStart: place.top, left: Math.max(0, Math.min(place.start, place.width - WIDTH)) }}
    >
      <input
        ref={field}
        className={style.field}
        role="combobox"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={current && `${id}-${current.name}`}
        aria-label={text('block.insert')}
        placeholder={text('block.find')}
        autoComplete="off"
        spellCheck={false}
        value={query}
        onChange={event => {
          setQuery(event.target.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
        onBlur={close}
      />
      <div ref={list} id={`${id}-list`} className={style.list} role="listbox" aria-label={text('block.insert')}>
        {found.map(({ name, label, sign }) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field
          <div
            key={name}
            id={`${id}-${name}`}
            className={style.option}
            role="option"
            aria-selected={name === current?.name}
            onMouseDown={event => event.preventDefault()}
            onClick={() => choose(name)}
          >
            <span>{text(label)}</span>
            {sign && (
              <span className={style.sign} aria-hidden="true">
                {sign}
              </span>
            )}
          </div>
        ))}
      </div>
      <p className={style.none} role="status">
        {found.length === 0 && text('block.none')}
      </p>
    </div>
  );
}
