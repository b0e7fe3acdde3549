import { useSyncExternalStore } from 'react';
import { keep, kept } from 'shared/session/storage';

const listeners = new Set<() => void>();

/** Whether single keys turn pages, complete lessons and open the search. Who speaks to the device, or touches keys by accident, switches that off here (WCAG 2.2, 2.1.4). */
export function areShortcutsOn(): boolean {
  return kept('shortcuts') !== 'off';
}

export function switchShortcuts(on: boolean): void {
  keep('shortcuts', on ? 'on' : 'off');
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useShortcuts(): boolean {
  return useSyncExternalStore(subscribe, areShortcutsOn);
}

/** Whether a key belongs to something else: to a field that is written in, an open dialog, or to what scrolls sideways. */
export function isKeyTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true;
  if (document.querySelector('dialog[open]')) return true;
  const target = event.target instanceof Element ? event.target : null;
  return (
    target?.closest('input:not([type=checkbox]), select, textarea, pre, table, math, summary, [contenteditable]') !=
    null
  );
}
