import { type KeyboardEvent, useRef, useState } from 'react';
import { useFormats } from '../../i18n/format';
import { Button } from '../../parts/button';
import { Drawing } from '../../parts/drawing';
import { inOrder, moved } from '../given';
import style from '../quiz.module.css';
import { plainText, Rich } from '../rich';
import { useQuizText } from '../text';
import { VerdictTag } from '../verdict-tag';
import type { InputProps } from './input';

const ARROWS = {
  up: 'M12 19V6m-5.500 5.500L12 6l5.500 5.500',
  down: 'M12 5v13m-5.500-5.500L12 18l5.500-5.500',
} as const;

/** Items are moved by buttons, by Alt with an arrow, or by hand; where one is now is said. */
export function Ordering({ question, given, right, judged, labelledBy, readOnly, onGive }: InputProps<'ordering'>) {
  const text = useQuizText();
  const formats = useFormats();
  const list = useRef<HTMLOListElement>(null);
  const dragged = useRef<number>(undefined);
  const [said, setSaid] = useState('');
  const items = inOrder(question.items ?? [], given?.order);
  const total = formats.number(items.length);

  function give(order: readonly { id: string }[]) {
    onGive({ kind: 'ordering', order: order.map(({ id }) => id) });
  }

  function move(from: number, to: number, part?: 'up' | 'down') {
    const item = items[from];
    if (!item || readOnly || to < 0 || to >= items.length) return;
    give(moved(items, from, to));
    setSaid(text('quiz.moved', { item: plainText(item.html), place: formats.number(to + 1), total }));
    if (part) requestAnimationFrame(() => button(to, part)?.focus());
  }

  function button(at: number, part: 'up' | 'down'): HTMLElement | null | undefined {
    return list.current?.children[at]?.querySelector<HTMLElement>(`[data-part="${part}"]`);
  }

  function press(event: KeyboardEvent, at: number) {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    if (event.key === 'ArrowUp') move(at, at - 1, 'up');
    else move(at, at + 1, 'down');
  }

  return (
    <>
      <ol ref={list} className={style.ordering} aria-labelledby={labelledBy}>
        {items.map((item, at) => (
          <li
            key={item.id}
            className={style.orderItem}
            draggable={!readOnly}
            onDragStart={() => {
              dragged.current = at;
            }}
            onDragOver={event => dragged.current !== undefined && event.preventDefault()}
            onDrop={event => {
              event.preventDefault();
              if (dragged.current !== undefined) move(dragged.current, at);
              dragged.current = undefined;
            }}
            onDragEnd={() => {
              dragged.current = undefined;
            }}
            onKeyDown={event => press(event, at)}
          >
            <span className={style.orderPlace} aria-hidden="true">
              {formats.number(at + 1)}
            </span>
            <Rich html={item.html} />
            <VerdictTag verdict={judged?.get(item.id)} />
            {!readOnly && (
              <span className={style.orderSteps}>
                {(['up', 'down'] as const).map(part => {
                  const to = part === 'up' ? at - 1 : at + 1;
                  const isVain = to < 0 || to >= items.length;
                  return (
                    <button
                      key={part}
                      type="button"
                      data-part={part}
                      className={style.step}
                      aria-label={text(`quiz.move.${part}`, { item: plainText(item.html) })}
                      aria-disabled={isVain || undefined}
                      aria-keyshortcuts={part === 'up' ? 'Alt+ArrowUp' : 'Alt+ArrowDown'}
                      onClick={() => move(at, to, part)}
                    >
                      <Drawing path={ARROWS[part]} size={20} />
                    </button>
                  );
                })}
              </span>
            )}
          </li>
        ))}
      </ol>
      {/* The order that is shown first may be the right one. */}
      {!readOnly && !given && <Button onClick={() => give(items)}>{text('quiz.keep-order')}</Button>}
      {right && (
        <div className={style.rightAnswer}>
          {text('quiz.right-order')}
          <ol className={style.rightOrder}>
            {inOrder(question.items ?? [], right.order).map(item => (
              <li key={item.id}>{plainText(item.html)}</li>
            ))}
          </ol>
          {judged && text('quiz.right-follows')}
        </div>
      )}
      <p className="visually-hidden" role="status">
        {said}
      </p>
    </>
  );
}
