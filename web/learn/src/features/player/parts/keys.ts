import { useEffect, useRef } from 'react';
import { areShortcutsOn, isKeyTaken } from '../../course/shortcuts';

interface Turns {
  next: () => void;
  previous: () => void;
  complete: () => void;
}

/** Turns pages by keyboard; arrows go along the line of reading. */
export function useKeys(turns: Turns): void {
  const latest = useRef(turns);
  latest.current = turns;
  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (!areShortcutsOn() || isKeyTaken(event)) return;
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
