import { useLayoutEffect } from 'react';
import { fromShelf, shelve } from '../../../offline/shelf';

/** Less than this is the beginning. */
const BEGINNING = 0.03;
const NOTED_AFTER = 250;

function scrollable(): number {
  return document.documentElement.scrollHeight - innerHeight;
}

function placeOf(hash: string): Element | null {
  const id = decodeURIComponent(hash.slice(1));
  return id ? (document.getElementById(id) ?? document.getElementById(`content-${id}`)) : null;
}

/** Opens a lesson where it was left, or at the place that the address names, and notes how far it is read. */
export function useReadingPosition(courseId: string, lessonId: string): void {
  // Undone before the next page stands here, whose shorter text would be scrolled.
  useLayoutEffect(() => {
    const key = ['position', courseId, lessonId] as const;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let touched = false;
    let share: number | undefined;
    let opened = 0;

    function openAt(top: number) {
      scrollTo(0, top);
      opened = scrollY;
    }

    async function open() {
      const named = placeOf(location.hash);
      if (named) {
        named.scrollIntoView();
        opened = scrollY;
        return;
      }
      openAt(0);
      const left = (await fromShelf<number>(key)) ?? 0;
      if (left > BEGINNING && !touched) openAt(left * scrollable());
    }

    function note() {
      // What opening the lesson did itself is told of as well, with the next picture.
      if (!touched && scrollY === opened) return;
      touched = true;
      const whole = scrollable();
      share = whole > 0 ? Math.min(1, scrollY / whole) : 0;
      clearTimeout(timer);
      timer = setTimeout(store, NOTED_AFTER);
    }

    /** Also when the lesson is left before it was noted. */
    function store() {
      clearTimeout(timer);
      if (share !== undefined) void shelve(key, share);
      share = undefined;
    }

    // At once: a reader may be away before the shelf has answered.
    addEventListener('scroll', note, { passive: true });
    void open();
    return () => {
      removeEventListener('scroll', note);
      store();
      touched = true;
    };
  }, [courseId, lessonId]);
}
