const COOKIE = '__Host-trellis_arrived';

/** The workspace of somebody who has just come from a company's sign-in, perhaps in a browser that knows nothing of it yet. Read once. */
export function takeArrival(): string | undefined {
  const found = document.cookie.split('; ').find(each => each.startsWith(`${COOKIE}=`));
  if (!found) return undefined;
  // biome-ignore lint/suspicious/noDocumentCookie: not every browser has the cookie store
  document.cookie = `${COOKIE}=; Path=/; Max-Age=0; Secure; SameSite=Lax`;
  return found.slice(COOKIE.length + 1);
}
