import { type FocusEvent, type KeyboardEvent, useId, useRef, useState } from 'react';
import { folded } from 'shared/i18n/folding';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { Icon } from 'shared/parts/icon';
import { TextField } from '../../../../parts/fields';
import { PanelIcon } from '../../../../parts/panel-icon';
import { useText } from '../../../../text';
import style from './chips.module.css';

export interface Suggestion {
  value: string;
  count: number;
}

interface ChipsProps {
  label: string;
  /** What the field says in which the next one is written. */
  next: string;
  hint: string;
  values: readonly string[];
  suggestions: readonly Suggestion[];
  error?: string | undefined;
  readOnly: boolean;
  onChange: (values: string[]) => void;
}

const MOST = 20;
const LONGEST = 60;
/** More are found by their letters. */
const SHOWN = 8;

/** A few words, each a chip: written and added with Enter or a comma, or taken from those that the workspace uses already. */
export function Chips({ label, next, hint, values, suggestions, error, readOnly, onChange }: ChipsProps) {
  const text = useText();
  const formats = useFormats();
  const id = useId();
  const around = useRef<HTMLFieldSetElement>(null);
  const [typed, setTyped] = useState('');
  const [said, setSaid] = useState('');
  const isFull = values.length >= MOST;
  const has = (value: string) => values.some(other => folded(other) === folded(value));
  const offered = suggestions.filter(({ value }) => !has(value) && folded(value).includes(folded(typed.trim())));

  const input = () => around.current?.querySelector('input');

  /** Spelled as the workspace does, if it has the word already. */
  function add(words: readonly string[]) {
    const known = (word: string) => suggestions.find(({ value }) => folded(value) === folded(word))?.value ?? word;
    const wanted = words.map(word => word.trim().slice(0, LONGEST)).filter(word => word !== '' && !has(word));
    const fresh = [...new Map(wanted.map(word => [folded(word), known(word)])).values()];
    setTyped('');
    if (fresh.length === 0) return;
    onChange([...values, ...fresh].slice(0, MOST).sort());
    setSaid(text('course.chip-added', { value: formats.list(fresh) }));
  }

  function remove(value: string) {
    const at = values.indexOf(value);
    onChange(values.filter(other => other !== value));
    setSaid(text('course.chip-removed', { value }));
    requestAnimationFrame(() => {
      const buttons = around.current?.querySelectorAll<HTMLElement>('[data-chip]');
      (buttons?.[Math.min(at, buttons.length - 1)] ?? input())?.focus();
    });
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== ',')) return;
    event.preventDefault();
    add(typed.split(','));
  }

  /** What stands in the field when it is left is meant. */
  function onBlur({ relatedTarget }: FocusEvent) {
    if (!(relatedTarget instanceof Node && around.current?.contains(relatedTarget))) add(typed.split(','));
  }

  return (
    <fieldset ref={around} className={style.chips} onBlur={onBlur}>
      <legend>{label}</legend>
      {values.length > 0 && (
        <ul className={style.row} aria-label={label}>
          {values.map(value => (
            <li key={value} className={style.chip}>
              {value}
              {!readOnly && (
                <button
                  type="button"
                  data-chip
                  className={style.remove}
                  aria-label={text('course.chip-remove', { value })}
                  onClick={() => remove(value)}
                >
                  <Icon name="cross" size={14} />
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {readOnly && values.length === 0 && <p className={style.hint}>{text('course.none')}</p>}
      {!readOnly && !isFull && (
        <div className={style.add}>
          <TextField
            label={next}
            hideLabel
            placeholder={next}
            value={typed}
            maxLength={LONGEST}
            error={error}
            hint={hint}
            autoComplete="off"
            onKeyDown={onKeyDown}
            onChange={event => setTyped(event.target.value.replace(/\p{Cc}+/gu, ' '))}
          />
          {typed.trim() !== '' && <Button onClick={() => add(typed.split(','))}>{text('course.chip-add')}</Button>}
        </div>
      )}
      {!readOnly && isFull && (
        <p className={error ? style.error : style.hint} role={error ? 'alert' : undefined}>
          {error ?? text('course.line-most', { most: formats.number(MOST) })}
        </p>
      )}
      {!readOnly && !isFull && offered.length > 0 && (
        <div className={style.offered}>
          <span id={id} className={style.hint}>
            {text('course.chip-used')}
          </span>
          <ul className={style.row} aria-labelledby={id}>
            {offered.slice(0, SHOWN).map(({ value, count }) => (
              <li key={value}>
                <button
                  type="button"
                  className={style.offer}
                  aria-label={text('course.chip-offer', { value, count, shown: formats.number(count) })}
                  onPointerDown={event => event.preventDefault()}
                  onMouseDown={event => event.preventDefault()}
                  onClick={() => {
                    add([value]);
                    input()?.focus();
                  }}
                >
                  <PanelIcon name="plus" size={12} />
                  {value}
                  <span className={style.count}>{formats.number(count)}</span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
      <p className="visually-hidden" role="status">
        {said}
      </p>
    </fieldset>
  );
}
