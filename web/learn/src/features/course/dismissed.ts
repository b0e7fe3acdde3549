import { useSyncExternalStore } from 'react';
import { onLeave } from 'shared/session/session';

const PREFIX = 'trellis.kept-version.';

const listeners = new Set<() => void>();

function read(courseId: string): string | null {
  try {
    return sessionStorage.getItem(PREFIX + courseId);
  } catch {
    return null;
  }
}

/** The offer of a version is not made again before the browser is closed, or a still newer version is there. */
export function dismissOffer(courseId: string, version: number): void {
  try {
    sessionStorage.setItem(PREFIX + courseId, String(version));
  } catch {
    // Refused: the offer is made again with the next page.
  }
  for (const listener of listeners) listener();
}

onLeave(async () => {
  for (const name of Object.keys(sessionStorage)) if (name.startsWith(PREFIX)) sessionStorage.removeItem(name);
});

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useDismissed(courseId: string, version: number | null | undefined): boolean {
  return useSyncExternalStore(subscribe, () => version != null && read(courseId) === String(version));
}
