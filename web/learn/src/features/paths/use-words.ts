import { useEffect, useRef, useState } from 'react';
import { useLocation, useSearch } from 'wouter';

const SETTLED_AFTER = 250;

/** What is looked for stands in the address, and the field runs ahead of it while somebody types. */
export function useWords() {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const asked = new URLSearchParams(search).get('q') ?? '';
  const [words, setWords] = useState(asked);
  const told = useRef(asked);

  function go(next: string) {
    told.current = next;
    const query = new URLSearchParams(next && { q: next }).toString();
    navigate(query ? `${path}?${query}` : path, { replace: true });
  }

  // Somebody went back, or followed a link: the field says what the address says.
  useEffect(() => {
    if (asked === told.current) return;
    told.current = asked;
    setWords(asked);
  }, [asked]);

  const latest = useRef(go);
  latest.current = go;
  useEffect(() => {
    const next = words.trim();
    if (next === asked) return;
    const timer = setTimeout(() => latest.current(next), SETTLED_AFTER);
    return () => clearTimeout(timer);
  }, [words, asked]);

  function clear() {
    setWords('');
    go('');
  }

  return { asked, words, write: setWords, clear };
}
