import { useEffect, useMemo, useRef } from 'react';
import { useFormats } from 'shared/i18n/format';
import { showToast } from 'shared/parts/toasts';
import { useText } from '../../../text';
import { CommandBar } from './command-bar';
import style from './editor.module.css';
import { type CourseDraft, lessonsOf, minutesOf } from './model/draft';
import { lostLocksOf } from './model/locks';
import { move, step } from './model/moves';
import { find, insert, itemOf, placeOf, remove } from './model/outline';
import { OutlineTree } from './outline-tree';
import type { EditorModel } from './use-editor';
import type { Selection } from './use-selection';

interface OutlinePaneProps {
  editor: EditorModel;
  selection: Selection;
  readOnly: boolean;
}

/** A row that has moved is another element: the focus goes with it. */
function focusRow(root: HTMLElement | null, key: string | undefined): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const rows = [...(root?.querySelectorAll<HTMLElement>('[role="row"]') ?? [])];
      (rows.find(row => row.dataset.key === key) ?? rows[0])?.focus();
    }),
  );
}

/** Says it when a lesson no longer waits for another, because it has been moved before that one. */
function useLostLocks(draft: CourseDraft): void {
  const text = useText();
  const lost = useMemo(() => lostLocksOf(draft), [draft]);
  const known = useRef(lost);
  useEffect(() => {
    const before = known.current;
    known.current = lost;
    const all = new Map(lessonsOf(draft).map(lesson => [lesson.key, lesson]));
    for (const [key, awaited] of lost) {
      const lesson = before.has(key) ? undefined : all.get(key);
      if (lesson) showToast(text('course.lock-lost', { title: lesson.title, awaited: awaited.title }));
    }
  }, [lost, draft, text]);
}

export function OutlinePane({ editor, selection, readOnly }: OutlinePaneProps) {
  const text = useText();
  const formats = useFormats();
  const pane = useRef<HTMLElement>(null);
  const { draft, alter } = editor;
  const lessons = lessonsOf(draft).length;
  useLostLocks(draft);

  function moveStep(key: string, direction: 'up' | 'down') {
    const place = step(draft, key, direction);
    if (place) alter(present => move(present, key, place));
    return place !== undefined;
  }

  function removeItem(key: string) {
    const found = find(draft, key);
    if (!found) return;
    const [item, place] = [itemOf(found), placeOf(found)];
    const rows = [...(pane.current?.querySelectorAll<HTMLElement>('[role="row"]') ?? [])].map(row => row.dataset.key);
    const after = remove(draft, key);
    const at = rows.indexOf(key);
    const next = [...rows.slice(at + 1), ...rows.slice(0, at).reverse()].find(row => row && find(after, row));
    alter(() => after);
    selection.select(next);
    selection.showOutline();
    focusRow(pane.current, next);
    showToast(text('course.removed', { title: item.title }), 'good', {
      words: text('course.undo'),
      run: () => {
        alter(present => (find(present, key) ? present : insert(present, item, place)));
        selection.select(key);
      },
    });
  }

  function onKeyDown(event: React.KeyboardEvent) {
    const row = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[role="row"]') : null;
    const key = row?.dataset.key;
    if (!key || readOnly || event.target !== row) return;
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      if (moveStep(key, event.key === 'ArrowUp' ? 'up' : 'down')) focusRow(pane.current, key);
    } else if (event.key === 'F2') selection.select(key, 'title');
    else if (event.key === 'Delete') removeItem(key);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <section ref={pane} className={style.outline} aria-label={text('course.outline')} onKeyDownCapture={onKeyDown}>
      <header className={style.outlineHead}>
        <h2>{text('course.outline')}</h2>
        <p>
          {text('course.size', { count: lessons, shown: formats.number(lessons) })} ·{' '}
          {formats.minutes(minutesOf(draft))}
        </p>
      </header>
      {!readOnly && <CommandBar editor={editor} selection={selection} onStep={moveStep} onRemove={removeItem} />}
      <button
        type="button"
        className={style.courseRow}
        aria-current={selection.key === undefined || undefined}
        onClick={() => selection.select(undefined)}
      >
        {text('course.details')}
        {editor.marked.has('course') && <span className={style.mark}>{text('course.faulty')}</span>}
      </button>
      <OutlineTree editor={editor} selection={selection} readOnly={readOnly} />
    </section>
  );
}
