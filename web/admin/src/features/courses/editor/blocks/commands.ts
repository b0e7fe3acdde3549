import { lift, setBlockType, toggleMark, wrapIn } from 'prosemirror-commands';
import type { MarkType, Node, NodeType, ResolvedPos } from 'prosemirror-model';
import { liftListItem, wrapInList } from 'prosemirror-schema-list';
import {
  type Command,
  type EditorState,
  NodeSelection,
  Selection,
  TextSelection,
  type Transaction,
} from 'prosemirror-state';
import { addRowAfter, nextCell, selectionCell } from 'prosemirror-tables';
import { schema } from './schema';

const { nodes, marks } = schema;

/** The node of one of these types around the selection that is nearest to it. */
export function around(state: EditorState, ...types: readonly NodeType[]): { node: Node; pos: number } | undefined {
  if (state.selection instanceof NodeSelection && types.includes(state.selection.node.type)) {
    return { node: state.selection.node, pos: state.selection.from };
  }
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const node = $from.node(depth);
    if (types.includes(node.type)) return { node, pos: $from.before(depth) };
  }
  return undefined;
}

export function isMarked(state: EditorState, type: MarkType): boolean {
  const { from, to, empty, $from } = state.selection;
  if (empty) return type.isInSet(state.storedMarks ?? $from.marks()) !== undefined;
  return state.doc.rangeHasMark(from, to, type);
}

export const toggle = {
  strong: toggleMark(marks.strong),
  em: toggleMark(marks.em),
  strike: toggleMark(marks.strike),
  code: toggleMark(marks.code),
  formula: toggleMark(marks.formula),
};

/** A heading of this level, or a paragraph where it is one already. */
export function toggleHeading(level: number): Command {
  return (state, dispatch) => {
    const is = around(state, nodes.heading)?.node.attrs.level === level;
    return setBlockType(is ? nodes.paragraph : nodes.heading, is ? {} : { level })(state, dispatch);
  };
}

export function toggleList(type: NodeType): Command {
  return (state, dispatch) => {
    const list = around(state, nodes.bullet_list, nodes.ordered_list);
    if (!list) return wrapInList(type)(state, dispatch);
    if (list.node.type === type) return liftListItem(nodes.list_item)(state, dispatch);
    dispatch?.(
      state.tr.setNodeMarkup(list.pos, type, { spread: list.node.attrs.spread, origin: list.node.attrs.origin }),
    );
    return true;
  };
}

export const toggleQuote: Command = (state, dispatch) =>
  around(state, nodes.blockquote) ? lift(state, dispatch) : wrapIn(nodes.blockquote)(state, dispatch);

function isEmptyParagraph(node: Node): boolean {
  return node.type === nodes.paragraph && node.content.size === 0;
}

/** Puts a block in the place of an empty paragraph, else behind the block in which the selection is, as near as blocks of its kind may stand. */
export function withBlock(tr: Transaction, block: Node): boolean {
  const { $from } = tr.selection;
  for (let depth = $from.depth; depth >= 1; depth -= 1) {
    const parent = $from.node(depth - 1);
    const index = $from.index(depth - 1);
    const replaces = isEmptyParagraph($from.node(depth)) && parent.canReplaceWith(index, index + 1, block.type);
    if (!replaces && !parent.canReplaceWith(index + 1, index + 1, block.type)) continue;
    const from = replaces ? $from.before(depth) : $from.after(depth);
    tr.replaceWith(from, replaces ? $from.after(depth) : from, block);
    tr.setSelection(beginningOf(tr.doc.resolve(from), block));
    return true;
  }
  // A block that is selected as a whole, at the top.
  const { to } = tr.selection;
  if ($from.depth > 0) return false;
  tr.insert(to, block).setSelection(beginningOf(tr.doc.resolve(to), block));
  return true;
}

export function insertBlock(block: Node): Command {
  return (state, dispatch) => {
    const tr = state.tr;
    if (!withBlock(tr, block)) return false;
    dispatch?.(tr.scrollIntoView());
    return true;
  };
}

function beginningOf($pos: ResolvedPos, block: Node): Selection {
  const within = block.isLeaf ? $pos.pos + block.nodeSize : $pos.pos + 1;
  return Selection.near($pos.doc.resolve(Math.min(within, $pos.doc.content.size)));
}

/** A paragraph behind everything in which the selection is: the way out of a table, of code, of columns. */
export const leaveBlock: Command = (state, dispatch) => {
  const { $to } = state.selection;
  const end = $to.depth === 0 ? $to.pos : $to.after(1);
  if (dispatch) {
    const tr = state.tr.insert(end, nodes.paragraph.create());
    dispatch(tr.setSelection(TextSelection.create(tr.doc, end + 1)).scrollIntoView());
  }
  return true;
};

/** Blocks in which blocks can be moved; rows and cells of tables have commands of their own. */
const MOVES_IN = new Set([
  'doc',
  'bullet_list',
  'ordered_list',
  'blockquote',
  'callout',
  'details',
  'column',
  'columns',
]);

/** Moves a block past its neighbour. At the end of a list or a callout, that moves as a whole. */
export function moveBlock(direction: 'up' | 'down'): Command {
  return (state, dispatch) => {
    const { $from } = state.selection;
    const lowest =
      state.selection instanceof NodeSelection && state.selection.node.isBlock ? $from.depth + 1 : $from.depth;
    for (let depth = lowest; depth >= 1; depth -= 1) {
      const parent = $from.node(depth - 1);
      const index = $from.index(depth - 1);
      const other = direction === 'up' ? index - 1 : index + 1;
      const sibling = parent.maybeChild(other);
      if (!MOVES_IN.has(parent.type.name) || !sibling || sibling.type === nodes.title) continue;
      if (parent.child(index).type === nodes.title) continue;
      if (dispatch) dispatch(swap(state, $from.posAtIndex(Math.min(index, other), depth - 1), direction, depth));
      return true;
    }
    return false;
  };
}

function swap(state: EditorState, start: number, direction: 'up' | 'down', depth: number) {
  const $start = state.doc.resolve(start);
  const first = $start.nodeAfter;
  const second = first ? state.doc.resolve(start + first.nodeSize).nodeAfter : null;
  const tr = state.tr;
  if (!first || !second || depth < 1) return tr;
  tr.replaceWith(start, start + first.nodeSize + second.nodeSize, [second, first]);
  const by = direction === 'up' ? -first.nodeSize : second.nodeSize;
  const { selection } = state;
  tr.setSelection(
    selection instanceof NodeSelection
      ? NodeSelection.create(tr.doc, selection.from + by)
      : TextSelection.create(tr.doc, selection.anchor + by, selection.head + by),
  );
  return tr.scrollIntoView();
}

/** The whole block in which the selection is goes. */
export const removeBlock: Command = (state, dispatch) => {
  const { $from } = state.selection;
  const [from, to] = $from.depth === 0 ? [state.selection.from, state.selection.to] : [$from.before(1), $from.after(1)];
  if (dispatch) {
    const tr =
      state.doc.childCount === 1 ? state.tr.replaceWith(from, to, nodes.paragraph.create()) : state.tr.delete(from, to);
    dispatch(tr.setSelection(Selection.near(tr.doc.resolve(Math.min(from, tr.doc.content.size)), -1)).scrollIntoView());
  }
  return true;
};

/** Enter in a table goes down, as in a spreadsheet: a cell has one paragraph. Below the last row there is a new one. */
export const enterInCell: Command = (state, dispatch, view) => {
  if (state.selection.$from.parent.type.spec.tableRole === undefined) return false;
  const below = (now: EditorState) => nextCell(selectionCell(now), 'vert', 1);
  if (!below(state)) addRowAfter(state, dispatch);
  const now = view?.state ?? state;
  const $cell = below(now);
  if ($cell) dispatch?.(now.tr.setSelection(Selection.near(now.doc.resolve($cell.pos + 1))).scrollIntoView());
  return true;
};

/** Changes what an attribute of a block says. */
export function setAttribute(pos: number, name: string, value: unknown): Command {
  return (state, dispatch) => {
    dispatch?.(state.tr.setNodeAttribute(pos, name, value));
    return true;
  };
}

/** From the title of a callout into it. */
export const enterFromTitle: Command = (state, dispatch) => {
  const { $from } = state.selection;
  if ($from.parent.type !== nodes.title) return false;
  dispatch?.(state.tr.setSelection(Selection.near(state.doc.resolve($from.after() + 1))).scrollIntoView());
  return true;
};

/** Backspace at the very beginning of a callout takes it away from around what is in it; its title becomes a paragraph. */
export const unwrapFromTitle: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (!empty || $from.parent.type !== nodes.title || $from.parentOffset > 0) return false;
  if (dispatch) {
    const depth = $from.depth - 1;
    const block = $from.node(depth);
    const title = $from.parent.content.size > 0 ? [nodes.paragraph.create(null, $from.parent.content)] : [];
    const tr = state.tr.replaceWith($from.before(depth), $from.after(depth), [...title, ...block.children.slice(1)]);
    dispatch(tr.setSelection(Selection.near(tr.doc.resolve($from.before(depth) + 1))).scrollIntoView());
  }
  return true;
};

/** Backspace where a callout begins below its title goes into the title. */
export const backIntoTitle: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset > 0 || $from.depth < 2 || $from.index($from.depth - 1) !== 1) return false;
  if ($from.node($from.depth - 1).firstChild?.type !== nodes.title) return false;
  dispatch?.(state.tr.setSelection(Selection.near(state.doc.resolve($from.before() - 1), -1)));
  return true;
};

/** The whole of a link that the selection is in, or what is selected. */
export function linkAt(state: EditorState): { from: number; to: number; href: string } {
  const { from, to, empty, $from } = state.selection;
  const link = marks.link.isInSet($from.marks()) ?? $from.nodeAfter?.marks.find(({ type }) => type === marks.link);
  if (!empty || !link) return { from, to, href: link?.attrs.href ?? '' };
  let [start, end] = [$from.parent.childBefore($from.parentOffset).index, $from.index()];
  const isOfIt = (index: number) => $from.parent.maybeChild(index)?.marks.some(mark => mark.eq(link)) ?? false;
  while (isOfIt(start - 1)) start -= 1;
  if (!isOfIt(start)) start += 1;
  while (isOfIt(end)) end += 1;
  return { from: $from.posAtIndex(start), to: $from.posAtIndex(end), href: link.attrs.href };
}

export function setLink({ from, to }: { from: number; to: number }, href: string, words: string): Command {
  return (state, dispatch) => {
    const tr = state.tr.removeMark(from, to, marks.link);
    if (href !== '') {
      const link = marks.link.create({ href });
      if (from === to)
        tr.insert(from, schema.text(words || href, [...(state.storedMarks ?? state.selection.$from.marks()), link]));
      else tr.addMark(from, to, link);
    }
    dispatch?.(tr.scrollIntoView());
    return true;
  };
}
