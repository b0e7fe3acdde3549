/** No title is longer. */
export const LONGEST_TITLE = 200;

/** Of a long title the end gives way, so that the copy can be called so. Counted as the API counts: by characters, not by halves of them. */
export function copyTitle(words: (title: string) => string, title: string): string {
  const most = LONGEST_TITLE - [...words('')].length;
  return words([...title].slice(0, most).join('').trim());
}
