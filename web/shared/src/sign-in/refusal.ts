const COOKIE = '__Host-trellis_refusal';

/** Why a company's sign-in has sent somebody back: in a cookie of the API's, since an address could say anything. It is read once. */
export function takeRefusal(): string | undefined {
  const words = document.cookie.split('; ').find(each => each.startsWith(`${COOKIE}=`));
  if (!words) return undefined;
  // biome-ignore lint/suspicious/noDocumentCookie: not every browser has the cookie store
  document.cookie = `${COOKIE}=; Path=/; Max-Age=0; Secure; SameSite=Lax`;
  return decodeURIComponent(words.slice(COOKIE.length + 1));
}
