import { useSyncExternalStore } from 'react';
import { currentSession, onSessionChange, type Session } from './session';

export function useSession(): Session {
  return useSyncExternalStore(onSessionChange, currentSession);
}

function onNetworkChange(listener: () => void): () => void {
  addEventListener('online', listener);
  addEventListener('offline', listener);
  return () => {
    removeEventListener('online', listener);
    removeEventListener('offline', listener);
  };
}

/** Whether the device believes that it has a network. */
export function useOnline(): boolean {
  return useSyncExternalStore(onNetworkChange, () => navigator.onLine);
}
