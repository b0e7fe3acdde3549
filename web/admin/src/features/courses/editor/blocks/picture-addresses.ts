import { nodesOf, parse } from './markdown/parse';

/**
 * For the pictures of a text as it is saved, the addresses at which they can be seen now: the server's page has them in the same order. None
 * where it shows fewer or others, so that no picture stands in the place of another.
 */
export function pictureAddresses(markdown: string, html: string): Map<string, string> {
  if (!markdown.includes('![') || !html.includes('<img')) return new Map();
  const written = [...nodesOf(parse(markdown).tree)].flatMap(node => (node.type === 'image' ? [node] : []));
  const shown = [...new DOMParser().parseFromString(html, 'text/html').images];
  const isSame =
    written.length === shown.length && written.every(({ alt }, at) => (alt ?? '') === (shown[at]?.alt ?? ''));
  return new Map(isSame ? written.map(({ url }, at) => [url, shown[at]?.getAttribute('src') ?? '']) : []);
}
