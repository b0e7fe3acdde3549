import { useEffect, useState } from 'react';

interface Kept {
  file: Blob;
  /** To show it by, as long as it is shown. */
  address: string;
}

type Find = (name: string) => Promise<Blob | undefined>;

/** What lies on this device under a name; `null` where nothing does, and nothing until that is known. Whoever finds it useless can let it go. */
export function useKept(name: string | undefined, find: Find): [Kept | null | undefined, () => void] {
  const [kept, setKept] = useState<Kept | null>();
  useEffect(() => {
    if (name === undefined) return;
    let left = false;
    let made: string | undefined;
    void find(name).then(file => {
      if (left) return;
      made = file && URL.createObjectURL(file);
      setKept(file && made !== undefined ? { file, address: made } : null);
    });
    return () => {
      left = true;
      if (made !== undefined) URL.revokeObjectURL(made);
      setKept(undefined);
    };
  }, [name, find]);
  return [kept, () => setKept(null)];
}
