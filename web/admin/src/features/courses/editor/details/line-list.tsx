import { type ClipboardEvent, type KeyboardEvent, useId, useRef, useState } from 'react';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { PanelIcon } from '../../../../parts/panel-icon';
import { useText } from '../../../../text';
import { StepIcon } from '../step-icon';
import style from './line-list.module.css';

/** A line may be known by an id, which stays with it. */
export interface Line {
  id?: string;
  text: string;
}

interface LineListProps {
  label: string;
  hint: string;
  /** What the button says that adds a line. */
  add: string;
  lines: readonly Line[];
  most: number;
  longest: number;
  error?: string | undefined;
  readOnly: boolean;
  onChange: (lines: Line[]) => void;
}

/** Whatever ends a line, or is not seen, becomes a blank. */
function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}

/** The lines of what was copied from elsewhere, without what marks them as items there. */
function pasted(text: string): string[] {
  const lines = text.split(/[\r\n]+/).map(line => oneLine(line.replace(/^\s*([-*•]|\d+[.)])\s+/, '')).trim());
  return lines.filter(line => line !== '');
}

/** A short list that is written line by line: Enter begins the next, Alt with an arrow moves one, the empty one goes with Backspace. */
export function LineList(props: LineListProps) {
  const { label, hint, add, lines, most, longest, error, readOnly, onChange } = props;
  const text = useText();
  const formats = useFormats();
  const id = useId();
  const list = useRef<HTMLFieldSetElement>(null);
  const [said, setSaid] = useState('');
  const isFull = lines.length >= most;

  function focus(at: number, part: 'line' | 'up' | 'down' | 'add') {
    requestAnimationFrame(() => {
      const row = list.current?.querySelectorAll('li')[at];
      const target = part === 'add' ? undefined : row?.querySelector<HTMLElement>(`[data-part="${part}"]`);
      (target ?? list.current?.querySelector<HTMLElement>('[data-part="add"]'))?.focus();
    });
  }

  function insert(at: number, texts: readonly string[] = ['']) {
    if (isFull) return;
    const fresh = texts.map(each => ({ text: each.slice(0, longest) }));
    const next = [...lines.slice(0, at), ...fresh, ...lines.slice(at)].slice(0, most);
    onChange(next);
    focus(Math.min(at + fresh.length, next.length) - 1, 'line');
  }

  function remove(at: number) {
    onChange(lines.filter((_, other) => other !== at));
    setSaid(text('course.line-removed', { number: formats.number(at + 1) }));
    focus(Math.min(at, lines.length - 2), lines.length > 1 ? 'line' : 'add');
  }

  function move(at: number, to: number, part: 'line' | 'up' | 'down') {
    const [line, other] = [lines[at], lines[to]];
    if (!line || !other) return;
    onChange(lines.with(at, other).with(to, line));
    setSaid(text('course.line-moved', { number: formats.number(to + 1), all: formats.number(lines.length) }));
    focus(to, part);
  }

  function onKeyDown(event: KeyboardEvent, at: number) {
    if (event.nativeEvent.isComposing || readOnly) return;
    if (event.key === 'Enter') insert(at + 1);
    else if (event.altKey && event.key === 'ArrowUp') move(at, at - 1, 'line');
    else if (event.altKey && event.key === 'ArrowDown') move(at, at + 1, 'line');
    else if (event.key === 'Backspace' && lines[at]?.text === '') remove(at);
    else return;
    event.preventDefault();
  }

  function onPaste(event: ClipboardEvent, at: number) {
    const found = pasted(event.clipboardData.getData('text/plain'));
    if (found.length < 2 || readOnly) return;
    event.preventDefault();
    // An empty line takes the first of them.
    const rest = lines[at]?.text === '' ? lines.filter((_, other) => other !== at) : lines;
    const from = rest === lines ? at + 1 : at;
    const fresh = found.map(line => ({ text: line.slice(0, longest) }));
    const next = [...rest.slice(0, from), ...fresh, ...rest.slice(from)].slice(0, most);
    onChange(next);
    focus(Math.min(from + fresh.length, next.length) - 1, 'line');
  }

  return (
    <fieldset ref={list} className={style.list} aria-describedby={`${id}-note`}>
      <legend>{label}</legend>
      {lines.length > 0 && (
        <ol>
          {lines.map((line, at) => (
            // By their place: it keeps the focus, whatever is written there.
            <li key={at}>
              <textarea
                data-part="line"
                rows={1}
                enterKeyHint="next"
                value={line.text}
                maxLength={longest}
                aria-label={text('course.line', { label, number: formats.number(at + 1) })}
                aria-invalid={(error !== undefined && line.text.trim() === '') || undefined}
                aria-describedby={error ? `${id}-note` : undefined}
                readOnly={readOnly}
                onKeyDown={event => onKeyDown(event, at)}
                onPaste={event => onPaste(event, at)}
                onChange={event => onChange(lines.with(at, { ...line, text: oneLine(event.target.value) }))}
              />
              {!readOnly && (
                <span className={style.steps}>
                  <Step part="up" at={at} isVain={at === 0} onDo={() => move(at, at - 1, 'up')} />
                  <Step part="down" at={at} isVain={at === lines.length - 1} onDo={() => move(at, at + 1, 'down')} />
                  <Step part="remove" at={at} isVain={false} onDo={() => remove(at)} />
                </span>
              )}
            </li>
          ))}
        </ol>
      )}
      {!readOnly && !isFull && (
        <Button
          data-part="add"
          data-invalid={(error !== undefined && lines.length === 0) || undefined}
          icon={<PanelIcon name="plus" size={16} />}
          onClick={() => insert(lines.length)}
        >
          {add}
        </Button>
      )}
      <p id={`${id}-note`} className={error ? style.error : style.hint} role={error ? 'alert' : undefined}>
        {error ?? (isFull ? text('course.line-most', { most: formats.number(most) }) : hint)}
      </p>
      <p className="visually-hidden" role="status">
        {said}
      </p>
    </fieldset>
  );
}

interface StepProps {
  part: 'up' | 'down' | 'remove';
  at: number;
  /** Nothing would come of it; the button stays where it is, with the focus. */
  isVain: boolean;
  onDo: () => void;
}

function Step({ part, at, isVain, onDo }: StepProps) {
  const text = useText();
  const formats = useFormats();
  const label = text(`course.line.${part}`, { number: formats.number(at + 1) });
  return (
    <button
      type="button"
      data-part={part}
      className={style.step}
      aria-label={label}
      title={label}
      aria-disabled={isVain || undefined}
      onClick={() => !isVain && onDo()}
    >
      <StepIcon name={part} />
    </button>
  );
}
