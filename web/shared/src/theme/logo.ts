import { useSyncExternalStore } from 'react';
import { forget, keep, kept } from '../session/storage';

let logo = kept('logo');
const listeners = new Set<() => void>();

/** Shows a workspace's logo (a data URL), at the next visit from its first moment. */
export function applyLogo(next: string | null | undefined): void {
  logo = next ?? null;
  if (next) keep('logo', next);
  else forget('logo');
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useLogo(): string | null {
  return useSyncExternalStore(subscribe, () => logo);
}
