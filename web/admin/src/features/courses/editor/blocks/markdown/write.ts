import type { AlignType, BlockContent, Literal, Parent, PhrasingContent, Root, RootContent, TableCell } from 'mdast';
import { gfmFootnoteToMarkdown } from 'mdast-util-gfm-footnote';
import { gfmStrikethroughToMarkdown } from 'mdast-util-gfm-strikethrough';
import { gfmTableToMarkdown } from 'mdast-util-gfm-table';
import { gfmTaskListItemToMarkdown } from 'mdast-util-gfm-task-list-item';
import { defaultHandlers, type Handle, type Options, toMarkdown, type Unsafe } from 'mdast-util-to-markdown';
import type { Node } from 'prosemirror-model';
import { formulaSource } from './formulas';
import { phrasesOf } from './phrases';

/** How an author writes what can be written in several ways. */
export interface Style {
  bullet: '-' | '*' | '+';
  delimiter: '.' | ')';
  counts: boolean;
  emphasis: '*' | '_';
  strong: '*' | '_';
  fence: '`' | '~';
}

export const USUAL: Style = { bullet: '-', delimiter: '.', counts: true, emphasis: '*', strong: '*', fence: '`' };

/** A block as Markdown, without a line break at its end. */
export function written(node: Node, style: Style): string {
  const [block] = blockOf(node);
  if (!block) return '';
  return toMarkdown({ type: 'root', children: [block] }, options(style)).replace(/\n$/, '');
}

/** What is Markdown already. */
interface Source extends Literal {
  type: 'source';
  value: string;
}

interface Fenced extends Parent {
  type: 'fenced';
  head: string;
  children: BlockContent[];
}

declare module 'mdast' {
  interface RootContentMap {
    source: Source;
    fenced: Fenced;
  }
  interface BlockContentMap {
    source: Source;
    fenced: Fenced;
  }
  interface PhrasingContentMap {
    source: Source;
  }
}

const source: Handle = (node: Source) => node.value;

const fenced: Handle = (node: Fenced, _, state, info) => {
  const content = state.containerFlow(node as never, info);
  const longest = Math.max(2, ...[...content.matchAll(/^:{3,}/gm)].map(found => found[0].length));
  const colons = ':'.repeat(longest + 1);
  return [colons + node.head, ...(content === '' ? [] : [content]), colons].join('\n');
};

/** In words like `snake_case` a line means nothing. */
const LINES: Unsafe[] = [
  { character: '_', before: '(?:^|[^\\p{L}\\p{N}_])', inConstruct: 'phrasing' },
  { character: '_', after: '(?:$|[^\\p{L}\\p{N}_])', inConstruct: 'phrasing' },
];
/** Where the server sees formulas, terms with what they mean, and blocks. */
const OURS: Unsafe[] = [
  { character: '$', after: '\\S', inConstruct: 'phrasing' },
  { atBreak: true, character: ':' },
];

const root: Handle = (node: Root, parent, state, info) => {
  const isLine = ({ character, inConstruct }: Unsafe) => character === '_' && inConstruct === 'phrasing';
  state.unsafe = [...state.unsafe.filter(pattern => !isLine(pattern) || LINES.includes(pattern))];
  return defaultHandlers.root(node, parent, state, info);
};

function options({ bullet, delimiter, counts, emphasis, strong, fence }: Style): Options {
  return {
    bullet,
    bulletOther: bullet === '-' ? '*' : '-',
    bulletOrdered: delimiter,
    incrementListMarker: counts,
    emphasis,
    strong,
    fence,
    rule: '-',
    listItemIndent: 'one',
    handlers: { root, source, fenced } as Record<string, Handle>,
    unsafe: [...LINES, ...OURS],
    extensions: [
      gfmTableToMarkdown(),
      gfmStrikethroughToMarkdown(),
      gfmTaskListItemToMarkdown(),
      gfmFootnoteToMarkdown(),
    ],
  };
}

/** Nothing of a block in which nothing is written. */
function blockOf(node: Node): RootContent[] {
  const block = topOf(node);
  return block ? [block] : [];
}

function topOf(node: Node): RootContent | undefined {
  const { attrs } = node;
  switch (node.type.name) {
    case 'paragraph': {
      const children = phrasesOf(node);
      return children.length > 0 ? { type: 'paragraph', children } : undefined;
    }
    case 'heading':
      return { type: 'heading', depth: attrs.level, children: phrasesOf(node) };
    case 'code_block': {
      const [, lang = '', meta = ''] = /^(\S*)\s*(.*)$/.exec(attrs.info) ?? [];
      return { type: 'code', lang: lang || null, meta: meta || null, value: node.textContent };
    }
    case 'formula_block':
      return node.textContent.trim() === ''
        ? undefined
        : {
            type: 'source',
            value: formulaSource(attrs.open, attrs.spread ? `\n${node.textContent}\n` : node.textContent),
          };
    case 'raw_block':
      return node.textContent.trim() === '' ? undefined : { type: 'source', value: node.textContent };
    case 'horizontal_rule':
      return { type: 'thematicBreak' };
    case 'blockquote':
      return { type: 'blockquote', children: childrenOf(node) };
    case 'bullet_list':
    case 'ordered_list':
      return listOf(node);
    case 'table':
      return tableOf(node);
    case 'callout':
      return { type: 'fenced', head: attrs.kind + labelOf(node), children: childrenOf(node) };
    case 'details':
      return { type: 'fenced', head: `details${labelOf(node)}`, children: childrenOf(node) };
    case 'columns':
      return { type: 'fenced', head: 'columns', children: childrenOf(node) };
    case 'column':
      return { type: 'fenced', head: 'column', children: childrenOf(node) };
    default:
      return undefined;
  }
}

function childrenOf(node: Node): BlockContent[] {
  return node.children.flatMap(blockOf) as BlockContent[];
}

function labelOf(node: Node): string {
  const title = (node.firstChild?.textContent ?? '').replace(/\s+/g, ' ').trim();
  return title === '' ? '' : `[${title.replace(/[\\[\]]/g, '\\$&').replace(/&(?=[#A-Za-z])/g, '\\&')}]`;
}

function listOf(node: Node): RootContent {
  const ordered = node.type.name === 'ordered_list';
  return {
    type: 'list',
    ordered,
    start: ordered ? node.attrs.order : null,
    spread: node.attrs.spread,
    children: node.children.map(item => ({
      type: 'listItem',
      spread: item.attrs.spread,
      checked: item.attrs.checked,
      children: childrenOf(item),
    })),
  };
}

function tableOf(node: Node): RootContent {
  const [head] = node.children;
  const align: AlignType[] = (head?.children ?? []).map(cell => cell.attrs.align ?? null);
  return {
    type: 'table',
    align,
    children: node.children.map(row => ({ type: 'tableRow', children: row.children.flatMap(cellsOf) })),
  };
}

/** Markdown knows no cell that is as wide as two: beside its words there are empty ones. */
function cellsOf(cell: Node): TableCell[] {
  const children = phrasesOf(cell).map(
    (phrase): PhrasingContent => (phrase.type === 'break' ? { type: 'source', value: '<br>' } : phrase),
  );
  const beside = Array.from({ length: cell.attrs.colspan - 1 }, (): TableCell => ({ type: 'tableCell', children: [] }));
  return [{ type: 'tableCell', children }, ...beside];
}
