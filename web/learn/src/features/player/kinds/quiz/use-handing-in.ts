import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { isFinal } from 'shared/api/problem';
import { useOnline } from 'shared/session/use-session';
import { type AttemptRef, keepFlags } from '../../../../offline/answers';
import { attemptQuery, submitAttempt } from './queries';

/** While nobody answers after the deadline, it is tried again this often. */
const AGAIN_AFTER = 5_000;

interface HandingIn {
  busy: boolean;
  error: unknown;
  /** The deadline has passed on this page: nothing more can be answered. */
  isTimeUp: boolean;
  handIn: (isTimeUp: boolean) => Promise<void>;
}

/** Hands an attempt in once all answers have arrived; at the deadline by itself, and as soon as there is a network. */
export function useHandingIn(of: AttemptRef, flush: () => Promise<boolean>): HandingIn {
  const client = useQueryClient();
  const online = useOnline();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [isTimeUp, setTimeUp] = useState(false);
  const running = useRef(false);

  async function handIn(atDeadline: boolean): Promise<void> {
    if (atDeadline) setTimeUp(true);
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setError(undefined);
    try {
      // An answer that was not sent would not count; the server decides what came too late.
      await flush();
      await submitAttempt(of.courseId, of.lessonId, of.number);
      keepFlags(of, []);
    } catch (refused) {
      setError(refused);
      // It may be over already: by its deadline, or on another device.
      if (isFinal(refused)) {
        const { queryKey } = attemptQuery(of.courseId, of.lessonId, of.number);
        await client.invalidateQueries({ queryKey });
      }
    } finally {
      running.current = false;
      setBusy(false);
    }
  }
  const latest = useRef(handIn);
  latest.current = handIn;

  useEffect(() => {
    if (!isTimeUp || !online) return;
    const timer = setInterval(() => void latest.current(true), AGAIN_AFTER);
    return () => clearInterval(timer);
  }, [isTimeUp, online]);

  return { busy, error, isTimeUp, handIn };
}
