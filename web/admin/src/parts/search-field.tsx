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
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => setTyped(value), [value]);
  useEffect(() => () => clearTimeout(timer.current), []);

  function settle(text: string) {
    clearTimeout(timer.current);
    if (text.trim() !== value) onChange(text.trim());
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
      // Whoever leaves the field is done: what they do next is not to be overtaken by the search.
      onBlur={() => settle(typed)}
    />
  );
}
