import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { PanelIcon } from '../../../parts/panel-icon';
import { StepIcon } from '../../courses/editor/step-icon';
import { useText } from '../text';
import style from './quizzes.module.css';

interface RowsProps<Item> {
  legend: string;
  hint?: string | undefined;
  error?: string | undefined;
  /** What the button says that adds a row. */
  add: string;
  items: readonly Item[];
  most: number;
  readOnly: boolean;
  /** What a new row begins with. */
  blank: Item;
  isBlank: (item: Item) => boolean;
  onChange: (items: Item[]) => void;
  /** The fields of a row; the first one gets the focus. */
  children: (item: Item, at: number, change: (item: Item) => void) => ReactNode;
}

/** A list whose rows have several fields: Enter begins the next row, Alt with an arrow moves one, an empty one goes with Backspace. */
export function Rows<Item>(props: RowsProps<Item>) {
  const { legend, hint, error, add, items, most, readOnly, blank, isBlank, onChange, children } = props;
  const text = useText();
  const formats = useFormats();
  const id = useId();
  const list = useRef<HTMLOListElement>(null);
  const adding = useRef<HTMLDivElement>(null);
  const [said, setSaid] = useState('');
  const isFull = items.length >= most;

  function focus(at: number, part?: string) {
    requestAnimationFrame(() => {
      const row = list.current?.children[at];
      const named = part && row?.querySelector<HTMLElement>(`[data-part="${part}"]`);
      const first = row?.querySelector<HTMLElement>(
        'input:not([type=radio], [type=checkbox]), textarea, select, button',
      );
      (named || first || adding.current?.querySelector('button'))?.focus();
    });
  }

  function insert(at: number) {
    if (isFull) return;
    onChange(items.toSpliced(at, 0, blank));
    focus(at);
  }

  function remove(at: number) {
    onChange(items.toSpliced(at, 1));
    setSaid(text('course.line-removed', { number: formats.number(at + 1) }));
    focus(Math.min(at, items.length - 2));
  }

  function move(at: number, to: number, part?: string) {
    const item = items[at];
    if (item === undefined || to < 0 || to >= items.length) return;
    onChange(items.toSpliced(at, 1).toSpliced(to, 0, item));
    setSaid(text('course.line-moved', { number: formats.number(to + 1), all: formats.number(items.length) }));
    focus(to, part);
  }

  function press(event: KeyboardEvent<HTMLElement>, at: number) {
    if (readOnly || event.nativeEvent.isComposing) return;
    const field = event.target;
    const isText = field instanceof HTMLInputElement && !['radio', 'checkbox'].includes(field.type);
    const item = items[at];
    if (event.altKey && event.key === 'ArrowUp') move(at, at - 1);
    else if (event.altKey && event.key === 'ArrowDown') move(at, at + 1);
    else if (event.key === 'Enter' && isText) insert(at + 1);
    else if (event.key === 'Backspace' && isText && field.value === '' && item !== undefined && isBlank(item))
      remove(at);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <fieldset className={style.rows} aria-describedby={hint || error ? `${id}-note` : undefined}>
      <legend>{legend}</legend>
      <ol ref={list}>
        {items.map((item, at) => (
          // By their place, which keeps the focus, whatever is written there.
          <li key={at} onKeyDown={event => press(event, at)}>
            <div className={style.rowFields}>{children(item, at, changed => onChange(items.with(at, changed)))}</div>
            {!readOnly && (
              <span className={style.rowSteps}>
                {(['up', 'down', 'remove'] as const).map(part => {
                  const isVain = part === 'up' ? at === 0 : part === 'down' ? at === items.length - 1 : false;
                  const label = text(`course.line.${part}`, { number: formats.number(at + 1) });
                  const act = () => {
                    if (part === 'remove') remove(at);
                    else move(at, part === 'up' ? at - 1 : at + 1, part);
                  };
                  return (
                    <button
                      key={part}
                      type="button"
                      data-part={part}
                      className={style.step}
                      aria-label={`${legend}: ${label}`}
                      title={label}
                      aria-disabled={isVain || undefined}
                      onClick={() => !isVain && act()}
                    >
                      <StepIcon name={part} />
                    </button>
                  );
                })}
              </span>
            )}
          </li>
        ))}
      </ol>
      {!readOnly && !isFull && (
        <div ref={adding}>
          <Button icon={<PanelIcon name="plus" size={16} />} onClick={() => insert(items.length)}>
            {add}
          </Button>
        </div>
      )}
      {(hint || error) && (
        <p id={`${id}-note`} className={error ? style.error : style.hint} role={error ? 'alert' : undefined}>
          {error ?? hint}
        </p>
      )}
      <p className="visually-hidden" role="status">
        {said}
      </p>
    </fieldset>
  );
}
