import { useSyncExternalStore } from 'react';
import { keep, kept } from 'shared/session/storage';

const listeners = new Set<() => void>();

/** Whether single keys turn pages and complete lessons. Who speaks to the device, or touches keys by accident, switches that off here (WCAG 2.2, 2.1.4). */
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
