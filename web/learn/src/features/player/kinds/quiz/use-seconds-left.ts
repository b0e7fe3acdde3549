import { useEffect, useRef, useState } from 'react';
import { secondsLeft } from './clock';

/** Whole seconds until a deadline, by the server's clock; who asks is told once it has passed. */
export function useSecondsLeft(dueAt: string, skew: number, onTimeUp: () => void): number {
  const [left, setLeft] = useState(() => secondsLeft(dueAt, skew, Date.now()));
  const latest = useRef(onTimeUp);
  latest.current = onTimeUp;

  useEffect(() => {
    const look = () => setLeft(secondsLeft(dueAt, skew, Date.now()));
    look();
    const timer = setInterval(look, 250);
    return () => clearInterval(timer);
  }, [dueAt, skew]);

  useEffect(() => {
    if (left === 0) latest.current();
  }, [left]);

  return left;
}
