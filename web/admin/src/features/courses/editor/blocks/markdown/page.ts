import type { Root } from 'mdast';
import { Fragment, type Node } from 'prosemirror-model';
import { schema } from '../schema';
import { hasPrivateCharacters } from './formulas';
import { nodesOf, parse, rangeOf } from './parse';
import { blocksOf, definitionsOf, rawBlock } from './read';
import { type Style, USUAL, written } from './write';

/** A block of the text as it was opened. */
interface Piece {
  node: Node;
  source: string;
  /** What stands before it, since the block before. */
  gap: string;
}

/** A text that is edited as blocks. What is not changed is saved as it was written, to the letter. */
export interface Page {
  doc: Node;
  pieces: readonly Piece[];
  /** What stands after the last block. */
  tail: string;
  style: Style;
  lineBreak: '\n' | '\r\n';
}

/** Characters that the parser changes, or that stand for formulas here. */
const STRANGE = /[\0\ufeff]/;

/** Nothing of a text that only its source can show. */
export function openPage(text: string): Page | undefined {
  if (STRANGE.test(text) || hasPrivateCharacters(text)) return undefined;
  const blocks = blocksOf(text);
  const style = styleOf(text);
  const sources = blocks.map(({ start, end }) => text.slice(start, end));
  const faithful = faithfulOf(
    blocks.map(({ node }) => node),
    sources,
    style,
    definitionsOf(text),
  );
  let end = 0;
  const pieces = blocks.map((block, at): Piece => {
    const gap = text.slice(end, block.start);
    end = block.end;
    return { node: withOrigin(faithful[at] ?? block.node, at), source: sources[at] ?? '', gap };
  });
  const content = pieces.length > 0 ? pieces.map(({ node }) => node) : [schema.node('paragraph')];
  const page: Page = {
    doc: schema.node('doc', null, content),
    pieces,
    tail: text.slice(end),
    style,
    lineBreak: text.includes('\r\n') ? '\r\n' : '\n',
  };
  return pageText(page.doc, page) === text ? page : undefined;
}

/** The whole text, with what was changed in it. */
export function pageText(doc: Node, page: Page): string {
  const { pieces, tail, lineBreak } = page;
  let text = '';
  /** The block before: where it stood, what it is, and how it begins. */
  let before: { origin: number | null; node: Node; source: string } | undefined;
  doc.forEach((node, _, index) => {
    const origin: number | null = node.attrs.origin;
    const piece = origin === null ? undefined : pieces[origin];
    const isKind = piece?.node.type === node.type;
    const follows = isKind && (before ? before.origin !== null && origin === before.origin + 1 : origin === 0);
    const isIndented = piece !== undefined && (INDENTED.test(piece.gap) || /^[ \t]/.test(piece.source));
    const isSame = piece?.node.eq(node) === true && (follows || !isIndented);
    const next = doc.maybeChild(index + 1);
    const taken = [markOf(before?.node, before?.source), markOf(next, sourceIn(next, pieces))];
    const mark = isSame ? markOf(node, piece?.source) : undefined;
    const isKept = isSame && (mark === undefined || mark !== taken[0] || follows);
    const source =
      isKept && piece ? piece.source : written(node, styleBeside(page.style, taken)).replaceAll('\n', lineBreak);
    if (source === '') return;
    if (follows && piece) text += isKept ? piece.gap : piece.gap.replace(INDENTED, '');
    else if (text !== '') text += lineBreak + lineBreak;
    text += source;
    before = { origin: isKind ? origin : null, node, source };
  });
  return text === '' ? (pieces.length === 0 ? tail : '') : text + tail;
}

/** Blanks at the beginning of a line; of code they are what makes it code. */
const INDENTED = /[ \t]+$/;

/** The source of a block that has not been changed. */
function sourceIn(node: Node | null, pieces: readonly Piece[]): string | undefined {
  const piece = node ? pieces[node.attrs.origin] : undefined;
  return node && piece?.node.eq(node) ? piece.source : undefined;
}

/** What the items of a list begin with: two lists with one mark would be one list. */
function markOf(node: Node | null | undefined, source: string | undefined): string | undefined {
  if (node?.type === schema.nodes.bullet_list) return source?.[0];
  return node?.type === schema.nodes.ordered_list ? /^\d+([.)])/.exec(source ?? '')?.[1] : undefined;
}

function styleBeside(style: Style, taken: readonly (string | undefined)[]): Style {
  const free = <Sign extends string>(wanted: Sign, others: readonly Sign[]) =>
    [wanted, ...others].find(sign => !taken.includes(sign)) ?? wanted;
  return { ...style, bullet: free(style.bullet, ['-', '*', '+']), delimiter: free(style.delimiter, ['.', ')']) };
}

function withOrigin(node: Node, origin: number): Node {
  return node.type.create({ ...node.attrs, origin }, node.content, node.marks);
}

/** The same nodes, but for those that would come back as something else once they were changed: they stay source. */
function faithfulOf(nodes: readonly Node[], sources: readonly string[], style: Style, definitions: string): Node[] {
  const texts = nodes.map(node => written(node, style));
  const together = blocksOf([...texts, definitions].filter(text => text !== '').join('\n\n')).map(({ node }) => node);
  const isSame = (at: number, found: readonly Node[]) => sameAs(nodes[at], found[at]);
  if (nodes.every((_, at) => texts[at] !== '' && isSame(at, together))) return [...nodes];
  return nodes.map((node, at) => {
    const alone = blocksOf(`${texts[at]}\n\n${definitions}`)[0]?.node;
    return sameAs(node, alone) ? node : rawBlock(sources[at] ?? '');
  });
}

function sameAs(one: Node | undefined, other: Node | undefined): boolean {
  return one !== undefined && other !== undefined && Fragment.from(one).eq(Fragment.from(other));
}

/** How a text is written where there are several ways: as it is done there first. */
function styleOf(text: string): Style {
  const { tree } = parse(text);
  const style = { ...USUAL };
  const seen = new Set<string>();
  const first = (kind: string, note: () => void) => {
    if (!seen.has(kind)) note();
    seen.add(kind);
  };
  for (const node of nodesOf(tree)) {
    const { start } = rangeOf(node);
    const sign = text[start] ?? '';
    if (node.type === 'emphasis') first('emphasis', () => Object.assign(style, sign === '_' && { emphasis: sign }));
    else if (node.type === 'strong') first('strong', () => Object.assign(style, sign === '_' && { strong: sign }));
    else if (node.type === 'code') first('code', () => Object.assign(style, sign === '~' && { fence: sign }));
    else if (node.type === 'list' && !node.ordered) {
      first('bullet', () => Object.assign(style, (sign === '*' || sign === '+') && { bullet: sign }));
    } else if (node.type === 'list') first('order', () => Object.assign(style, orderOf(text, node.children)));
  }
  return style;
}

function orderOf(text: string, items: Extract<Root['children'][number], { type: 'list' }>['children']) {
  const marks = items.map(item => /^(\d+)([.)])/.exec(text.slice(rangeOf(item).start)));
  const delimiter = marks[0]?.[2] === ')' ? ')' : '.';
  return { delimiter, counts: marks[1] === undefined || marks[0]?.[1] !== marks[1]?.[1] };
}
