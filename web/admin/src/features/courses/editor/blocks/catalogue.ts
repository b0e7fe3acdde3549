import type { Node } from 'prosemirror-model';
import type { TextId } from '../../../../text';
import { CALLOUT_KINDS, type CalloutKind, schema } from './schema';

/** Every block that can be chosen from the menu, in its order. Another kind of block is a line here and in `new`. */
export const BLOCK_NAMES = [
  'paragraph',
  'heading1',
  'heading2',
  'heading3',
  'bullets',
  'numbers',
  'tasks',
  'picture',
  'table',
  ...CALLOUT_KINDS,
  'details',
  'columns',
  'quote',
  'code',
  'formula',
  'rule',
  'source',
] as const;

export type BlockName = (typeof BLOCK_NAMES)[number];

interface BlockEntry {
  name: BlockName;
  label: TextId;
  /** Other words under which it is looked for. */
  words: TextId;
  /** What one types for it without the menu. */
  sign?: string;
}

const SIGNS: Partial<Record<BlockName, string>> = {
  heading1: '#',
  heading2: '##',
  heading3: '###',
  bullets: '-',
  numbers: '1.',
  tasks: '- [ ]',
  quote: '>',
  code: '```',
  formula: '$$',
  rule: '---',
  note: ':::note',
  details: ':::details',
  columns: ':::columns',
};

export const BLOCKS: readonly BlockEntry[] = BLOCK_NAMES.map(name => ({
  name,
  label: `block.${name}`,
  words: `block.${name}-words`,
  ...(SIGNS[name] && { sign: SIGNS[name] }),
}));

const { nodes } = schema;
const paragraph = () => nodes.paragraph.create();
const item = (checked: boolean | null = null) => nodes.list_item.create({ checked }, paragraph());
const row = (type: typeof nodes.table_cell) =>
  nodes.table_row.create(
    null,
    [1, 2, 3].map(() => type.create()),
  );
const callout = (kind: CalloutKind) => nodes.callout.create({ kind }, [nodes.title.create(), paragraph()]);

const NEW: Record<Exclude<BlockName, 'picture'>, () => Node> = {
  paragraph,
  heading1: () => nodes.heading.create({ level: 1 }),
  heading2: () => nodes.heading.create({ level: 2 }),
  heading3: () => nodes.heading.create({ level: 3 }),
  bullets: () => nodes.bullet_list.create(null, item()),
  numbers: () => nodes.ordered_list.create(null, item()),
  tasks: () => nodes.bullet_list.create(null, item(false)),
  table: () => nodes.table.create(null, [row(nodes.table_header), row(nodes.table_cell), row(nodes.table_cell)]),
  note: () => callout('note'),
  tip: () => callout('tip'),
  important: () => callout('important'),
  warning: () => callout('warning'),
  caution: () => callout('caution'),
  details: () => nodes.details.create(null, [nodes.title.create(), paragraph()]),
  columns: () =>
    nodes.columns.create(null, [nodes.column.create(null, paragraph()), nodes.column.create(null, paragraph())]),
  quote: () => nodes.blockquote.create(null, paragraph()),
  code: () => nodes.code_block.create(),
  formula: () => nodes.formula_block.create(),
  rule: () => nodes.horizontal_rule.create(),
  source: () => nodes.raw_block.create(),
};

/** A picture is no block of its own: it has to be chosen first. */
export function newBlock(name: Exclude<BlockName, 'picture'>): Node {
  return NEW[name]();
}
