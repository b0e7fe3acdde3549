import { useEffect, useRef } from 'react';

interface Keys {
  save: () => void;
  undo: () => void;
  redo: () => void;
  enabled: boolean;
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.matches('input, textarea, select') || target.isContentEditable);
}

/** Ctrl or ⌘ with S saves; with Z and Y it goes back and forth, but not in a field, which has its own way back. */
export function useEditorKeys(keys: Keys): void {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      const { save, undo, redo, enabled } = current.current;
      if (!enabled || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      const key = event.key.toLowerCase();
      const deed = key === 's' ? save : isWriting(event.target) ? undefined : deedOf(key, event.shiftKey, undo, redo);
      if (!deed) return;
      event.preventDefault();
      deed();
    }
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}

function deedOf(key: string, shift: boolean, undo: () => void, redo: () => void): (() => void) | undefined {
  if (key === 'z') return shift ? redo : undo;
  return key === 'y' ? redo : undefined;
}
