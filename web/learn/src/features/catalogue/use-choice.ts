import { useEffect, useMemo, useRef, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { addressOf, type Choice, choiceOf, type FacetName, NOTHING, toggled } from './address';

const SETTLED_AFTER = 250;

interface ChoiceState {
  /** What the address says. */
  choice: Choice;
  /** What stands in the search field: it runs ahead of the address while somebody types. */
  words: string;
  write: (words: string) => void;
  toggle: (facet: FacetName, value: string) => void;
  clearWords: () => void;
  clearFilters: () => void;
}

/** What is chosen stands in the address, so that going back, reloading and sharing work. Words get there when typing pauses. */
export function useChoice(): ChoiceState {
  const search = useSearch();
  const [, navigate] = useLocation();
  const choice = useMemo(() => choiceOf(search), [search]);
  const [words, setWords] = useState(choice.words);
  const told = useRef(choice.words);

  // Somebody went back, or followed a link: the field says what the address says.
  useEffect(() => {
    if (choice.words === told.current) return;
    told.current = choice.words;
    setWords(choice.words);
  }, [choice.words]);

  function go(next: Choice, replace = false) {
    told.current = next.words;
    if (addressOf(next) !== addressOf(choice)) navigate(addressOf(next), { replace });
  }

  const latest = useRef(go);
  latest.current = go;
  useEffect(() => {
    const next = choiceOf(new URLSearchParams({ q: words }).toString()).words;
    if (next === choice.words) return;
    const timer = setTimeout(() => latest.current({ ...choice, words: next }, true), SETTLED_AFTER);
    return () => clearTimeout(timer);
  }, [words, choice]);

  // With the words that were typed a moment ago.
  const typed = { ...choice, words: words.trim() };
  return {
    choice,
    words,
    write: setWords,
    toggle: (facet, value) => go(toggled(typed, facet, value)),
    clearWords() {
      setWords('');
      go({ ...choice, words: '' });
    },
    clearFilters: () => go({ ...typed, chosen: NOTHING.chosen }),
  };
}
