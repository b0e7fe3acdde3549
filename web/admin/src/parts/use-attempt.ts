import { useRef } from 'react';

/**
 * The `Idempotency-Key` of a request that makes something: the same until it is asked for something else, so that a request that was
 * cut off is not done twice when it is sent again.
 */
export function useAttempt(): (body: unknown) => string {
  const last = useRef({ content: '', key: '' });
  return body => {
    const content = JSON.stringify(body);
    if (last.current.content !== content) last.current = { content, key: crypto.randomUUID() };
    return last.current.key;
  };
}
