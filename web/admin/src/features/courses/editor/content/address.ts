const LONGEST = 2_000;
/** What begins as an address with a scheme does; `localhost:80` and `wiki.example:8443` are none. */
const SCHEME = /^[a-z][a-z0-9+.-]*:(?!\d)/i;

/** What was typed or pasted, as an address of a page in ASCII; nothing if it is none. Without a scheme it is taken for `https`. */
export function addressOf(typed: string): string | undefined {
  const text = typed.trim();
  if (text === '') return undefined;
  const whole = SCHEME.test(text) ? text : `https://${text.replace(/^\/+/, '')}`;
  if (!URL.canParse(whole)) return undefined;
  const { protocol, username, password, hostname, href } = new URL(whole);
  const isPage = protocol === 'https:' || protocol === 'http:';
  const isHost = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(hostname);
  return isPage && isHost && !username && !password && href.length <= LONGEST ? href : undefined;
}
