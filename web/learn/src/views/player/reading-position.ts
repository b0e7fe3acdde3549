import { useEffect } from 'react';
import { fromShelf, shelve } from '../../offline/shelf';

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
  useEffect(() => {
    const key = ['position', courseId, lessonId] as const;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let touched = false;

    async function open() {
      const named = placeOf(location.hash);
      if (named) named.scrollIntoView();
      else {
        scrollTo(0, 0);
        const share = (await fromShelf<number>(key)) ?? 0;
        if (share > BEGINNING && !touched) scrollTo(0, share * scrollable());
      }
      addEventListener('scroll', note, { passive: true });
    }

    function note() {
      touched = true;
      clearTimeout(timer);
      timer = setTimeout(() => {
        const whole = scrollable();
        void shelve(key, whole > 0 ? Math.min(1, scrollY / whole) : 0);
      }, NOTED_AFTER);
    }

    void open();
    return () => {
      removeEventListener('scroll', note);
      clearTimeout(timer);
      touched = true;
    };
  }, [courseId, lessonId]);
}
