import { useState } from 'react';
import { keep, kept } from 'shared/session/storage';

export type WritingMode = 'blocks' | 'markdown';

/** As blocks or as Markdown: what somebody chose last, on this device. */
export function useWritingMode(): [WritingMode, (mode: WritingMode) => void] {
  const [mode, setMode] = useState<WritingMode>(() => (kept('writing') === 'markdown' ? 'markdown' : 'blocks'));
  return [
    mode,
    chosen => {
      keep('writing', chosen);
      setMode(chosen);
    },
  ];
}
