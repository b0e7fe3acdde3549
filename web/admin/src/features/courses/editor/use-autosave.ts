import { useEffect, useRef, useState } from 'react';
import { NetworkError } from 'shared/api/problem';
import type { EditorModel } from './use-editor';

/** How long somebody pauses before what they wrote is saved, and how long they write before it is saved all the same. */
const PAUSE = 4_000;
const LONGEST = 30_000;
/** Between two attempts without network. */
const FIRST_RETRY = 10_000;
const LAST_RETRY = 120_000;

/** Why something that was written is not saved by itself; nothing where it is, or will be in a moment. */
export type Held = 'offline' | 'conflict' | 'refused' | 'review' | undefined;

/**
 * Saves the texts of lessons while they are written. Only texts: what changes the outline is saved by a person, who then knows when it is
 * complete. What is not saved stays on the device (use-keeping.ts).
 */
export function useAutosave(editor: EditorModel, enabled: boolean): Held {
  const [held, setHeld] = useState<{ by: NonNullable<Held>; draft: unknown }>();
  const [attempt, setAttempt] = useState(0);
  const since = useRef<number>(undefined);
  const failures = useRef(0);
  const latest = useRef(editor);
  latest.current = editor;
  const { draft, canAutosave, busy, dirty } = editor;
  // What was refused is not sent again until it is another.
  const isHeld = held !== undefined && held.by !== 'offline' && (held.by === 'conflict' || held.draft === draft);
  const isDue = enabled && canAutosave && !busy && !isHeld;

  // With each letter the pause begins anew.
  useEffect(() => {
    if (!isDue) return;
    since.current ??= Date.now();
    const isRetry = held?.by === 'offline' && held.draft === draft;
    const left = Math.max(0, since.current + LONGEST - Date.now());
    const wait = isRetry ? Math.min(LAST_RETRY, FIRST_RETRY * 2 ** (failures.current - 1)) : Math.min(PAUSE, left);
    const timer = setTimeout(save, wait);
    return () => clearTimeout(timer);
  }, [isDue, draft, attempt]);

  async function save() {
    const sent = latest.current.draft;
    const outcome = await latest.current.autosave();
    since.current = undefined;
    if (outcome === 'saved') {
      failures.current = 0;
      setHeld(undefined);
    } else {
      failures.current += 1;
      const by = outcome === 'conflict' ? outcome : outcome instanceof NetworkError ? 'offline' : 'refused';
      setHeld({ by, draft: sent });
      setAttempt(count => count + 1);
    }
  }

  useEffect(() => {
    const online = () => {
      failures.current = 1;
      if (latest.current.canAutosave && !latest.current.busy) void save();
    };
    addEventListener('online', online);
    return () => removeEventListener('online', online);
  }, []);

  useEffect(() => {
    if (!dirty) setHeld(undefined);
  }, [dirty]);

  if (!dirty) return undefined;
  return held?.by ?? (editor.waitsForReview ? 'review' : undefined);
}
