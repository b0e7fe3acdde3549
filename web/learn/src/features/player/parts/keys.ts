import { useEffect, useRef } from 'react';
import { areShortcutsOn } from '../../course/shortcuts';

interface Turns {
  next: () => void;
  previous: () => void;
  complete: () => void;
}

/** Whether a key belongs to something else: to a field, an open dialog, or to what scrolls sideways. */
function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true;
  if (document.querySelector('dialog[open]')) return true;
  const target = event.target instanceof Element ? event.target : null;
  return target?.closest('input, select, textarea, pre, table, math, summary, [contenteditable]') != null;
}

/** Turns pages by keyboard; arrows go along the line of reading. */
export function useKeys(turns: Turns): void {
  const latest = useRef(turns);
  latest.current = turns;
  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (!areShortcutsOn() || isTaken(event)) return;
      const rightToLeft = document.documentElement.dir === 'rtl';
      const { next, previous, complete } = latest.current;
      if (event.key === 'n' || event.key === (rightToLeft ? 'ArrowLeft' : 'ArrowRight')) next();
      else if (event.key === 'p' || event.key === (rightToLeft ? 'ArrowRight' : 'ArrowLeft')) previous();
      else if (event.key === 'c') complete();
    }
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
}
