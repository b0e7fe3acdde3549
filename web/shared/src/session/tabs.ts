/** A token and until when it works, by this device's clock. */
export interface Grant {
  token: string;
  memberId: string;
  expiresAt: number;
}

type TabMessage = { kind: 'granted'; grant: Grant } | { kind: 'signed-out' };

const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('trellis');

export function tellTabs(message: TabMessage): void {
  channel?.postMessage(message);
}

export function onTabMessage(listener: (message: TabMessage) => void): void {
  channel?.addEventListener('message', event => listener(event.data));
}

/** Runs one such piece of work at a time in all tabs of this browser. */
export async function oneTabAtATime<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  if (!('locks' in navigator)) return work();
  return navigator.locks.request(`trellis-${name}`, work);
}
