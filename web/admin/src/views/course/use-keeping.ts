import { useEffect, useRef } from 'react';
import type { EditState } from './edit-state';
import { keepDraft } from './kept-draft';

const PAUSE = 300;

/** Keeps on the device what is not saved, a moment after each edit and at once when the page is left. */
export function useKeeping(memberId: string, courseId: string, state: EditState, dirty: boolean): void {
  const { base, present, version } = state;
  const due = useRef<() => void>(undefined);
  useEffect(() => {
    due.current = () => {
      due.current = undefined;
      const draft = dirty ? { base, mine: present, version, at: new Date().toISOString() } : undefined;
      void keepDraft(memberId, courseId, draft);
    };
    const timer = setTimeout(() => due.current?.(), PAUSE);
    return () => clearTimeout(timer);
  }, [memberId, courseId, base, present, version, dirty]);

  useEffect(() => {
    const now = () => due.current?.();
    addEventListener('visibilitychange', now);
    addEventListener('pagehide', now);
    return () => {
      removeEventListener('visibilitychange', now);
      removeEventListener('pagehide', now);
      now();
    };
  }, []);
}
