import { useEffect, useState } from 'react';

export interface Room {
  /** Bytes, of all that this site keeps on the device. */
  used: number;
  left: number;
}

/** What the device has for this site, as far as the browser tells. */
export async function roomHere(): Promise<Room | undefined> {
  const { usage, quota } = (await navigator.storage?.estimate?.().catch(() => undefined)) ?? {};
  return usage === undefined || quota === undefined ? undefined : { used: usage, left: Math.max(0, quota - usage) };
}

/** `null` where the browser does not tell. It is asked again whenever `about` is another. */
export function useRoom(about: unknown): Room | null | undefined {
  const [room, setRoom] = useState<Room | null>();
  useEffect(() => {
    let left = false;
    void roomHere().then(found => !left && setRoom(found ?? null));
    return () => {
      left = true;
    };
  }, [about]);
  return room;
}
