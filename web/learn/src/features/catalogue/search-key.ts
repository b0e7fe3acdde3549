import { type RefObject, useEffect } from 'react';
import { useLocation } from 'wouter';
import { areShortcutsOn, isKeyTaken } from '../course/shortcuts';

const ASKED = 'trellis-search';

/** Pages with a search of their own. */
const SEARCHED = ['/catalogue', '/paths'];

/** Somebody has asked for the search while the catalogue was not there yet. */
let asked = false;

/** `/` leads to the search from every page. */
export function useSearchKey(): void {
  const [path, navigate] = useLocation();
  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (event.key !== '/' || !areShortcutsOn() || isKeyTaken(event)) return;
      event.preventDefault();
      asked = true;
      if (SEARCHED.includes(path)) dispatchEvent(new Event(ASKED));
      else navigate('/catalogue');
    }
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [path, navigate]);
}

/** Gives the search field the focus when it is asked for. */
export function useSearchFocus(field: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    function focus() {
      if (!asked) return;
      asked = false;
      field.current?.focus();
      field.current?.select();
    }
    focus();
    addEventListener(ASKED, focus);
    return () => removeEventListener(ASKED, focus);
  }, [field]);
}
