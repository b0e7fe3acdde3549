import { useQuery } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import type { Schema } from 'shared/api/schemas';
import { Button } from 'shared/parts/button';
import { ProblemNote } from 'shared/parts/problem-note';
import { askPeople, personQuery } from '../queries';
import { useText } from '../text';
import layout from './layout.module.css';
import style from './member-picker.module.css';
import { SearchField } from './search-field';

type Person = Schema<'Person'>;

interface MemberPickerProps {
  label: string;
  hint?: string;
  /** Who is not to be chosen, such as the member themselves. */
  without?: readonly string[];
  onPick: (person: Person) => void;
  onCancel?: () => void;
  autoFocus?: boolean;
}

/** Finds somebody by the beginning of their name; the API searches. */
export function MemberPicker({ label, hint, without = [], onPick, onCancel, autoFocus = false }: MemberPickerProps) {
  const text = useText();
  const [q, setQ] = useState('');
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const found = useQuery({
    queryKey: ['people', 'pick', q],
    queryFn: () => askPeople({ q, state: 'active' })({ limit: 6 + without.length }),
    enabled: q !== '',
  });
  const people = found.data?.items.filter(person => !without.includes(person.member_id)).slice(0, 6);

  useEffect(() => {
    if (autoFocus) box.current?.querySelector('input')?.focus();
  }, [autoFocus]);

  return (
    <div className={style.picker} ref={box}>
      <div className={style.search}>
        <SearchField label={label} placeholder={hint ?? text('pick.hint')} value={q} onChange={setQ} />
        {onCancel && <Button onClick={onCancel}>{text('cancel')}</Button>}
      </div>
      <div role="status" className={layout.small}>
        {q && people?.length === 0 && text('pick.none')}
        {q && found.isPending && text('loading')}
      </div>
      {found.error && <ProblemNote error={found.error} />}
      {q && people && people.length > 0 && (
        <ul className={style.found} aria-label={text('pick.found')}>
          {people.map(person => (
            <li key={person.member_id}>
              <button
                type="button"
                aria-describedby={id + person.member_id}
                onClick={() => {
                  setQ('');
                  onPick(person);
                }}
              >
                <span>{person.name}</span>
                <span id={id + person.member_id} className={layout.small}>
                  {person.email}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

interface MemberFieldProps {
  label: string;
  hint?: string;
  value: string | null;
  without?: readonly string[];
  disabled?: boolean;
  /** What stands here while there is none. */
  none?: string;
  onChange: (memberId: string | null) => void;
}

/** One member or nobody, such as to whom somebody reports. */
export function MemberField({ label, hint, value, without, disabled, none, onChange }: MemberFieldProps) {
  const text = useText();
  const [searching, setSearching] = useState(false);
  const change = useRef<HTMLButtonElement>(null);
  const chosen = useQuery({ ...personQuery(value ?? ''), enabled: value !== null });
  const id = useId();

  function settle() {
    setSearching(false);
    // The button comes back with the next paint.
    requestAnimationFrame(() => document.getElementById(id)?.querySelector('button')?.focus());
  }

  if (searching) {
    return (
      <MemberPicker
        label={label}
        autoFocus
        {...(without && { without })}
        onCancel={settle}
        onPick={person => {
          onChange(person.member_id);
          settle();
        }}
      />
    );
  }
  return (
    <div className={style.field} id={id}>
      <span className={style.label}>{label}</span>
      <div className={style.chosen}>
        <span>
          {value === null ? (none ?? text('pick.nobody')) : (chosen.data?.value.name ?? (chosen.error ? value : '…'))}
        </span>
        {!disabled && (
          <span className={layout.row}>
            <button type="button" ref={change} className={style.change} onClick={() => setSearching(true)}>
              {text(value === null ? 'pick.choose' : 'pick.change')}
              <span className="visually-hidden"> ({label})</span>
            </button>
            {value !== null && (
              <button type="button" className={style.change} onClick={() => onChange(null)}>
                {text('pick.clear')}
                <span className="visually-hidden"> ({label})</span>
              </button>
            )}
          </span>
        )}
      </div>
      {hint && <p className={layout.small}>{hint}</p>}
    </div>
  );
}
