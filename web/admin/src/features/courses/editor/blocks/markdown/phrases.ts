import type { Nodes, PhrasingContent } from 'mdast';
import type { Mark, Node } from 'prosemirror-model';
import { formulaSource } from './formulas';

interface Piece {
  node: Node;
  marks: readonly Mark[];
}

/** What stands in a block, with its marks one within another. */
export function phrasesOf(block: Node): PhrasingContent[] {
  const pieces = block.children.map(node => ({ node, marks: node.marks.filter(({ type }) => !isLeaf(type.name)) }));
  return trimmed(nested(pieces, block));
}

/** Marks that are a way to write one piece of text, and hold nothing else. */
function isLeaf(mark: string): boolean {
  return mark === 'code' || mark === 'formula' || mark === 'wrap';
}

/** Of marks that begin together, the one that goes furthest is outside. */
function nested(pieces: readonly Piece[], block: Node): PhrasingContent[] {
  const phrases: PhrasingContent[] = [];
  for (let at = 0; at < pieces.length; ) {
    const runs = (pieces[at]?.marks ?? []).map(mark => ({ mark, to: endOf(pieces, at, mark) }));
    const widest = runs.reduce<(typeof runs)[number] | undefined>(
      (best, run) => (best && best.to >= run.to ? best : run),
      undefined,
    );
    if (!widest) {
      const piece = pieces[at];
      if (piece) push(phrases, leafOf(piece.node));
      at += 1;
      continue;
    }
    const { mark, to } = widest;
    const inside = pieces
      .slice(at, to)
      .map(({ node, marks }) => ({ node, marks: marks.filter(other => !other.eq(mark)) }));
    for (const phrase of around(mark, nested(inside, block))) push(phrases, phrase);
    at = to;
  }
  return phrases;
}

function endOf(pieces: readonly Piece[], from: number, mark: Mark): number {
  let to = from;
  while (pieces[to]?.marks.some(other => other.eq(mark))) to += 1;
  return to;
}

/** Texts that stand beside one another are one: what has to be escaped depends on both. */
function push(phrases: PhrasingContent[], phrase: PhrasingContent): void {
  const last = phrases.at(-1);
  if (last?.type === 'text' && phrase.type === 'text') last.value += phrase.value;
  else phrases.push(phrase);
}

function leafOf(node: Node): PhrasingContent {
  const { attrs } = node;
  switch (node.type.name) {
    case 'hard_break':
      return { type: 'break' };
    case 'picture':
      return { type: 'image', url: attrs.src, alt: attrs.alt, title: attrs.title };
    case 'raw_inline':
      return { type: 'source', value: attrs.source };
  }
  const value = node.text ?? '';
  const mark = node.marks.find(({ type }) => isLeaf(type.name));
  if (mark?.type.name === 'code') return { type: 'inlineCode', value };
  if (mark?.type.name === 'formula') return { type: 'source', value: formulaSource(mark.attrs.open, value.trim()) };
  return { type: 'text', value: mark ? value.replace(/ /g, '\n').replace(/\n+/g, '\n') : value };
}

/** Blanks at the ends of something emphasised or linked stand outside of it. */
function around(mark: Mark, children: PhrasingContent[]): PhrasingContent[] {
  const before = takeBlanks(children, 0, /^\s+/);
  const after = takeBlanks(children, -1, /\s+$/);
  const within = children.filter(child => child.type !== 'text' || child.value !== '');
  return [...before, ...(within.length > 0 ? [marked(mark, within)] : []), ...after];
}

function marked(mark: Mark, children: PhrasingContent[]): PhrasingContent {
  switch (mark.type.name) {
    case 'strong':
      return { type: 'strong', children };
    case 'em':
      return { type: 'emphasis', children };
    case 'link':
      return linkOf(mark, children);
    default:
      return { type: 'delete', children };
  }
}

function takeBlanks(children: PhrasingContent[], at: 0 | -1, blanks: RegExp): PhrasingContent[] {
  const end = children.at(at);
  if (end?.type !== 'text') return [];
  const value = blanks.exec(end.value)?.[0];
  if (value === undefined) return [];
  end.value = end.value.replace(blanks, '');
  return [{ type: 'text', value }];
}

function linkOf({ attrs: { href, title, reference, label } }: Mark, children: PhrasingContent[]): PhrasingContent {
  const named = children as Extract<Nodes, { type: 'link' }>['children'];
  return reference === null
    ? { type: 'link', url: href, title, children: named }
    : { type: 'linkReference', referenceType: reference, identifier: label, label, children: named };
}

/** Blanks at the ends of a block, and a break at its end, mean nothing. */
function trimmed(phrases: PhrasingContent[]): PhrasingContent[] {
  const kept = [...phrases];
  while (kept.at(-1)?.type === 'break') kept.pop();
  const [first] = kept;
  const last = kept.at(-1);
  if (first?.type === 'text') first.value = first.value.replace(/^[\s]+/, '');
  if (last?.type === 'text') last.value = last.value.replace(/[\s]+$/, '');
  return kept.filter(phrase => phrase.type !== 'text' || phrase.value !== '');
}
