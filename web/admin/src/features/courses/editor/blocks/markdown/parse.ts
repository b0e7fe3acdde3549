import type { BlockContent, Nodes, Parent, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFootnoteFromMarkdown } from 'mdast-util-gfm-footnote';
import { gfmStrikethroughFromMarkdown } from 'mdast-util-gfm-strikethrough';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTaskListItemFromMarkdown } from 'mdast-util-gfm-task-list-item';
import { directive } from 'micromark-extension-directive';
import { gfmFootnote } from 'micromark-extension-gfm-footnote';
import { gfmStrikethrough } from 'micromark-extension-gfm-strikethrough';
import { gfmTable } from 'micromark-extension-gfm-table';
import { gfmTaskListItem } from 'micromark-extension-gfm-task-list-item';
import type { Extension } from 'micromark-util-types';
import { type Formula, formulasOf, masked, unmasked } from './formulas';

/** A block between fences of colons; its label is a paragraph before the rest. */
export interface Container extends Parent {
  type: 'container';
  name: string;
  children: BlockContent[];
}

declare module 'mdast' {
  interface RootContentMap {
    container: Container;
  }
  interface BlockContentMap {
    container: Container;
  }
  interface ParagraphData {
    isLabel?: boolean;
  }
}

type FromMarkdown = NonNullable<Exclude<NonNullable<Parameters<typeof fromMarkdown>[1]>, string>>;
type FromExtension = Extract<NonNullable<FromMarkdown['mdastExtensions']>[number], { enter?: unknown }>;

const CONTAINERS: FromExtension = {
  enter: {
    directiveContainer(token) {
      this.enter({ type: 'container', name: '', children: [] }, token);
    },
    directiveContainerLabel(token) {
      this.enter({ type: 'paragraph', data: { isLabel: true }, children: [] }, token);
    },
  },
  exit: {
    directiveContainer(token) {
      this.exit(token);
    },
    directiveContainerLabel(token) {
      this.exit(token);
    },
    directiveContainerName(token) {
      const container = this.stack.at(-1);
      if (container?.type === 'container') container.name = this.sliceSerialize(token);
    },
  },
};

/** Of directives only those that contain blocks: others would be found in times of day and in emoji. */
function containers(): Extension {
  const found = directive().flow?.[58];
  return { flow: { 58: Array.isArray(found) ? (found[0] ?? []) : (found ?? []) } };
}

const OPTIONS: FromMarkdown = {
  extensions: [gfmTable(), gfmStrikethrough(), gfmTaskListItem(), gfmFootnote(), containers()],
  mdastExtensions: [
    gfmTableFromMarkdown(),
    gfmStrikethroughFromMarkdown(),
    gfmTaskListItemFromMarkdown(),
    gfmFootnoteFromMarkdown(),
    CONTAINERS,
  ],
};

export interface Parsed {
  tree: Root;
  formulas: readonly Formula[];
}

const MAY_HOLD_FORMULAS = /\$|\\\\[([]/;

/** Markdown as a tree. Formulas are taken out before, as the server does, so that nothing in them is taken for Markdown. */
export function parse(text: string): Parsed {
  const tree = fromMarkdown(text, OPTIONS);
  if (!MAY_HOLD_FORMULAS.test(text)) return { tree, formulas: [] };
  const code = [...nodesOf(tree)].flatMap(node =>
    node.type === 'code' || node.type === 'inlineCode' ? [rangeOf(node)] : [],
  );
  const formulas = formulasOf(text, code);
  if (formulas.length === 0) return { tree, formulas };
  const again = fromMarkdown(masked(text, formulas), OPTIONS);
  for (const node of nodesOf(again)) restore(node, formulas);
  return { tree: again, formulas };
}

export function rangeOf(node: Nodes): { start: number; end: number } {
  return { start: node.position?.start.offset ?? 0, end: node.position?.end.offset ?? 0 };
}

export function* nodesOf(node: Nodes): Generator<Nodes> {
  yield node;
  if ('children' in node) for (const child of node.children) yield* nodesOf(child);
}

/** Formulas stay stand-ins in text alone. */
function restore(node: Nodes, formulas: readonly Formula[]): void {
  if (node.type === 'text') return;
  const fields = node as unknown as Record<string, unknown>;
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string' && name !== 'type') fields[name] = unmasked(value, formulas);
  }
}
