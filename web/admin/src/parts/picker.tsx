import { useQuery } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import { Button } from 'shared/parts/button';
import { ProblemNote } from 'shared/parts/problem-note';
import { type TextId, useText } from '../text';
import layout from './layout.module.css';
import style from './picker.module.css';
import { SearchField } from './search-field';
import { type AskPage, withRows } from './use-pages';

/** How things of a kind are found by words, and how they are shown. */
export interface Kind<Item> {
  /** The kind, for the cache. */
  name: string;
  ask: (words: string) => AskPage<Item>;
  keyOf: (item: Item) => string;
  title: (item: Item) => string;
  /** What tells those with one title apart. */
  detail: (item: Item) => string;
  hint: TextId;
  none: TextId;
  found: TextId;
}

interface PickerProps<Item> {
  kind: Kind<Item>;
  label: string;
  hint?: string;
  /** Which are not to be chosen, such as the member themselves. */
  without?: readonly string[];
  onPick: (item: Item) => void;
  onCancel?: () => void;
  autoFocus?: boolean;
}

const SHOWN = 6;

/** Finds one by words; the API searches. */
export function Picker<Item>({ kind, label, hint, without = [], onPick, onCancel, autoFocus }: PickerProps<Item>) {
  const text = useText();
  const [q, setQ] = useState('');
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const found = useQuery({
    queryKey: [kind.name, 'pick', q],
    queryFn: () => withRows(kind.ask(q))({ limit: SHOWN + without.length }),
    enabled: q !== '',
  });
  const items = found.data?.items.filter(item => !without.includes(kind.keyOf(item))).slice(0, SHOWN);

  useEffect(() => {
    if (autoFocus) box.current?.querySelector('input')?.focus();
  }, [autoFocus]);

  return (
    <div className={style.picker} ref={box}>
      <div className={style.search}>
        <SearchField label={label} placeholder={hint ?? text(kind.hint)} value={q} onChange={setQ} />
        {onCancel && <Button onClick={onCancel}>{text('cancel')}</Button>}
      </div>
      <div role="status" className={layout.small}>
        {q && items?.length === 0 && text(kind.none)}
        {q && found.isPending && text('loading')}
      </div>
      {found.error && <ProblemNote error={found.error} />}
      {q && items && items.length > 0 && (
        <ul className={style.found} aria-label={text(kind.found)}>
          {items.map(item => (
            <li key={kind.keyOf(item)}>
              <button
                type="button"
                aria-describedby={id + kind.keyOf(item)}
                onClick={() => {
                  setQ('');
                  onPick(item);
                }}
              >
                <span>{kind.title(item)}</span>
                <span id={id + kind.keyOf(item)} className={layout.small}>
                  {kind.detail(item)}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

interface ChosenFieldProps {
  id?: string;
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  /** What is chosen, as it reads, or what stands here while nothing is. */
  words: string;
  /** What can be done about it. */
  ways: readonly { words: string; onTake: () => void }[];
}

/** What is chosen somewhere else than in this field, and the ways to choose. */
export function ChosenField({ id, label, hint, error, words, ways }: ChosenFieldProps) {
  const note = useId();
  return (
    <div className={style.field} id={id}>
      <span className={style.label}>{label}</span>
      <div className={style.chosen}>
        <span>{words}</span>
        {ways.length > 0 && (
          <span className={layout.row}>
            {ways.map(way => (
              <button
                key={way.words}
                type="button"
                className={style.change}
                data-invalid={error ? true : undefined}
                aria-describedby={error || hint ? note : undefined}
                onClick={way.onTake}
              >
                {way.words}
                <span className="visually-hidden"> ({label})</span>
              </button>
            ))}
          </span>
        )}
      </div>
      {(error || hint) && (
        <p id={note} className={error ? style.error : layout.small} role={error ? 'alert' : undefined}>
          {error ?? hint}
        </p>
      )}
    </div>
  );
}

interface PickFieldProps<Item> {
  kind: Kind<Item>;
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  /** What is chosen, as it reads. */
  chosen: string | undefined;
  /** What stands here while nothing is chosen. */
  none: string;
  without?: readonly string[] | undefined;
  disabled?: boolean | undefined;
  onChange: (item: Item | undefined) => void;
}

/** One of a kind, or none. */
export function PickField<Item>({
  kind,
  label,
  hint,
  error,
  chosen,
  none,
  without,
  disabled,
  onChange,
}: PickFieldProps<Item>) {
  const text = useText();
  const [searching, setSearching] = useState(false);
  const id = useId();

  function settle() {
    setSearching(false);
    // The button comes back with the next paint.
    requestAnimationFrame(() => document.getElementById(id)?.querySelector('button')?.focus());
  }

  if (searching) {
    return (
      <Picker
        kind={kind}
        label={label}
        autoFocus
        {...(without && { without })}
        onCancel={settle}
        onPick={item => {
          onChange(item);
          settle();
        }}
      />
    );
  }
  const choose = {
    words: text(chosen === undefined ? 'pick.choose' : 'pick.change'),
    onTake: () => setSearching(true),
  };
  const clear = {
    words: text('pick.clear'),
    onTake: () => {
      onChange(undefined);
      settle();
    },
  };
  return (
    <ChosenField
      id={id}
      label={label}
      hint={hint}
      error={error}
      words={chosen ?? none}
      ways={disabled ? [] : chosen === undefined ? [choose] : [choose, clear]}
    />
  );
}
