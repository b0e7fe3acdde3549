import { useRef } from 'react';

/** What a signed address names, without its signature, which is another one every time. */
export function namedBy(address: string): string {
  const { host, pathname } = new URL(address, location.href);
  return host + pathname;
}

/** The same address for as long as it names the same file: another signature would load again what is there already. */
export function useSteadyAddress(address: string | undefined): string | undefined {
  const steady = useRef(address);
  const isSame = address !== undefined && steady.current !== undefined && namedBy(address) === namedBy(steady.current);
  if (!isSame) steady.current = address;
  return steady.current;
}
