import { useLocation, useRouter } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { TextField } from './fields';

interface SearchFieldProps {
  label: string;
  placeholder?: string;
  value: string;
  onChange: (value: string) => void;
}

/** Long enough for the next letter, too short to be felt. */
const PAUSE = 250;

export function SearchField({ label, placeholder, value, onChange }: SearchFieldProps) {
  const [typed, setTyped] = useState(value);
  const router = useRouter();
  const path = useLocation({ select: location => location.pathname });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => setTyped(value), [value]);
  useEffect(() => () => clearTimeout(timer.current), []);

  function settle(text: string) {
    // Whoever is on the way to another page is not called back by the search.
    const here = router.latestLocation.pathname === path;
    if (here && text.trim() !== value) onChange(text.trim());
  }

  return (
    <TextField
      type="search"
      label={label}
      placeholder={placeholder}
      value={typed}
      autoComplete="off"
      onChange={event => {
        const text = event.target.value;
        setTyped(text);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => settle(text), PAUSE);
      }}
    />
  );
}
