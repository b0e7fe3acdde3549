import { useEffect, useRef } from 'react';
import type { EditState } from './edit-state';
import { type KeptDraft, keepAtLast, keepDraft } from './kept-draft';

const PAUSE = 300;

/** Keeps on the device what is not saved, a moment after each edit and at once when the page is left. */
export function useKeeping(memberId: string, courseId: string, state: EditState, dirty: boolean): void {
  const { base, present, version } = state;
  const due = useRef<{ draft: KeptDraft | undefined }>(undefined);
  useEffect(() => {
    const wanted = { draft: dirty ? { base, mine: present, version } : undefined };
    due.current = wanted;
    const timer = setTimeout(async () => {
      await keepDraft(memberId, courseId, wanted.draft);
      // Until it is written, leaving the page must still keep it.
      if (due.current === wanted) due.current = undefined;
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [memberId, courseId, base, present, version, dirty]);

  useEffect(() => {
    const leaving = () => {
      if (due.current) keepAtLast(memberId, courseId, due.current.draft);
    };
    addEventListener('pagehide', leaving);
    return () => {
      removeEventListener('pagehide', leaving);
      if (due.current) void keepDraft(memberId, courseId, due.current.draft);
      due.current = undefined;
    };
  }, [memberId, courseId]);
}
