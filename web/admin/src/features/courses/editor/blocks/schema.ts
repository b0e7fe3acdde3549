import { type MarkSpec, type NodeSpec, Schema } from 'prosemirror-model';

export const CALLOUT_KINDS = ['note', 'tip', 'important', 'warning', 'caution'] as const;
export type CalloutKind = (typeof CALLOUT_KINDS)[number];

/** Which block of the Markdown that was opened this is: its source is kept as long as it is not changed. */
const ORIGIN = { origin: { default: null } };

/** `plain` blocks stand anywhere; callouts stand in everything but themselves, details in columns, columns at the top alone. */
const nodes = {
  doc: { content: 'block+' },
  paragraph: {
    content: 'inline*',
    group: 'block plain',
    attrs: ORIGIN,
    parseDOM: [{ tag: 'p' }],
    toDOM: () => ['p', 0],
  },
  heading: {
    content: 'inline*',
    group: 'block plain',
    attrs: { level: { default: 2 }, ...ORIGIN },
    defining: true,
    parseDOM: [1, 2, 3, 4, 5, 6].map(level => ({ tag: `h${level}`, attrs: { level } })),
    toDOM: node => [`h${node.attrs.level}`, 0],
  },
  bullet_list: {
    content: 'list_item+',
    group: 'block plain',
    attrs: { spread: { default: false }, ...ORIGIN },
    parseDOM: [{ tag: 'ul' }],
    toDOM: () => ['ul', 0],
  },
  ordered_list: {
    content: 'list_item+',
    group: 'block plain',
    attrs: { order: { default: 1 }, spread: { default: false }, ...ORIGIN },
    parseDOM: [{ tag: 'ol', getAttrs: list => ({ order: (list as HTMLOListElement).start }) }],
    toDOM: node => ['ol', { start: node.attrs.order }, 0],
  },
  list_item: {
    content: 'paragraph plain*',
    attrs: { spread: { default: false }, checked: { default: null } },
    defining: true,
    parseDOM: [{ tag: 'li' }],
    toDOM: node => ['li', node.attrs.checked === null ? {} : { 'data-checked': String(node.attrs.checked) }, 0],
  },
  blockquote: {
    content: 'plain+',
    group: 'block plain',
    attrs: ORIGIN,
    defining: true,
    parseDOM: [{ tag: 'blockquote' }],
    toDOM: () => ['blockquote', 0],
  },
  code_block: {
    content: 'text*',
    marks: '',
    group: 'block plain',
    code: true,
    defining: true,
    attrs: { info: { default: '' }, ...ORIGIN },
    parseDOM: [{ tag: 'pre', preserveWhitespace: 'full' }],
    toDOM: () => ['pre', ['code', 0]],
  },
  formula_block: {
    content: 'text*',
    marks: '',
    group: 'block plain',
    code: true,
    defining: true,
    // Whether its signs stand on lines of their own.
    attrs: { open: { default: '$$' }, spread: { default: true }, ...ORIGIN },
    toDOM: () => ['pre', { 'data-formula': '' }, ['code', 0]],
  },
  /** Markdown for which there is no block here: it stays as it is written. */
  raw_block: {
    content: 'text*',
    marks: '',
    group: 'block plain',
    code: true,
    defining: true,
    attrs: ORIGIN,
    toDOM: () => ['pre', { 'data-raw': '' }, ['code', 0]],
  },
  horizontal_rule: { group: 'block plain', attrs: ORIGIN, parseDOM: [{ tag: 'hr' }], toDOM: () => ['hr'] },
  table: {
    content: 'table_row+',
    group: 'block plain',
    tableRole: 'table',
    isolating: true,
    attrs: ORIGIN,
    parseDOM: [{ tag: 'table' }],
    toDOM: () => ['table', ['tbody', 0]],
  },
  table_row: {
    content: '(table_cell | table_header)*',
    tableRole: 'row',
    parseDOM: [{ tag: 'tr' }],
    toDOM: () => ['tr', 0],
  },
  table_cell: cell('cell'),
  table_header: cell('header_cell'),
  callout: {
    content: 'title plain+',
    group: 'block titled',
    attrs: { kind: { default: 'note' }, ...ORIGIN },
    defining: true,
    toDOM: node => ['div', { 'data-callout': node.attrs.kind }, 0],
  },
  details: {
    content: 'title (plain | callout)+',
    group: 'block titled',
    attrs: ORIGIN,
    defining: true,
    toDOM: () => ['div', { 'data-details': '' }, 0],
  },
  title: { content: 'text*', marks: '', defining: true, toDOM: () => ['p', { 'data-title': '' }, 0] },
  columns: {
    content: 'column{2,3}',
    group: 'block',
    attrs: ORIGIN,
    isolating: true,
    toDOM: () => ['div', { 'data-columns': '' }, 0],
  },
  column: {
    content: '(plain | titled)+',
    isolating: true,
    toDOM: () => ['div', { 'data-column': '' }, 0],
  },
  text: { group: 'inline' },
  hard_break: { inline: true, group: 'inline', selectable: false, parseDOM: [{ tag: 'br' }], toDOM: () => ['br'] },
  picture: {
    inline: true,
    group: 'inline',
    draggable: true,
    attrs: { src: {}, alt: { default: '' }, title: { default: null } },
    toDOM: node => ['span', { 'data-picture': '' }, node.attrs.alt],
  },
  /** Markdown within a line that has no sign here, such as HTML. */
  raw_inline: {
    inline: true,
    group: 'inline',
    atom: true,
    attrs: { source: {} },
    leafText: node => node.attrs.source,
    toDOM: node => ['code', { 'data-raw': '' }, node.attrs.source],
  },
} satisfies Record<string, NodeSpec>;

/** Heads of columns are empty while a table is being made, which no `<th>` should be. */
function cell(tableRole: 'cell' | 'header_cell'): NodeSpec {
  const isHead = tableRole === 'header_cell';
  return {
    content: 'inline*',
    attrs: { colspan: { default: 1 }, rowspan: { default: 1 }, colwidth: { default: null }, align: { default: null } },
    tableRole,
    isolating: true,
    parseDOM: isHead ? [{ tag: 'th' }, { tag: 'td[data-head]' }] : [{ tag: 'td:not([data-head])' }],
    toDOM: ({ attrs: { align } }) => [
      'td',
      { ...(isHead && { 'data-head': '' }), ...(align !== null && { 'data-align': align }) },
      0,
    ],
  };
}

const marks = {
  link: {
    // What an address was written as where the text names it only: `[text][label]`.
    attrs: { href: {}, title: { default: null }, reference: { default: null }, label: { default: null } },
    inclusive: false,
    parseDOM: [{ tag: 'a[href]', getAttrs: link => ({ href: (link as HTMLElement).getAttribute('href') }) }],
    toDOM: mark => ['a', { ...(isAddress(mark.attrs.href) && { href: mark.attrs.href }), rel: 'noreferrer' }, 0],
  },
  strong: {
    parseDOM: [{ tag: 'strong' }, { tag: 'b', getAttrs: bold => (isNormal(bold as HTMLElement) ? false : null) }],
    toDOM: () => ['strong', 0],
  },
  em: { parseDOM: [{ tag: 'em' }, { tag: 'i' }], toDOM: () => ['em', 0] },
  strike: { parseDOM: [{ tag: 's' }, { tag: 'del' }], toDOM: () => ['s', 0] },
  formula: {
    attrs: { open: { default: '$' } },
    excludes: 'code formula',
    inclusive: true,
    toDOM: () => ['code', { 'data-formula': '' }, 0],
  },
  code: { code: true, excludes: 'code formula', parseDOM: [{ tag: 'code' }], toDOM: () => ['code', 0] },
  /** A blank at which the line of the source ends: so a paragraph that is edited keeps its lines. */
  wrap: { inclusive: false, toDOM: () => ['span', 0] },
} satisfies Record<string, MarkSpec>;

/** Of other schemes the server leaves nothing; here they are not even links. */
function isAddress(href: string): boolean {
  const scheme = /^[^/?#]*:/.exec(href.replace(/[\s\p{Cc}]/gu, ''))?.[0].toLowerCase();
  return scheme === undefined || ['http:', 'https:', 'mailto:', 'tel:', 'file:'].includes(scheme);
}

/** Some office programs make everything bold, and take it back by a style. */
function isNormal(bold: HTMLElement): boolean {
  return bold.style.fontWeight === 'normal' || bold.style.fontWeight === '400';
}

export const schema = new Schema({
  nodes: nodes as Record<keyof typeof nodes, NodeSpec>,
  marks: marks as Record<keyof typeof marks, MarkSpec>,
});
