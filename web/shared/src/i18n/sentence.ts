/** The API gives reasons in halves of sentences. What begins with the name of a file keeps its letters. */
export function sentence(words: string): string {
  const begun = words.replace(/^\p{Ll}+(?![\p{L}\p{N}./_-])/u, first => first.charAt(0).toUpperCase() + first.slice(1));
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
