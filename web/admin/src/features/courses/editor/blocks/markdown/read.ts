import type { Blockquote, List, ListItem, Nodes, PhrasingContent, RootContent, Table } from 'mdast';
import type { Mark, Node } from 'prosemirror-model';
import { CALLOUT_KINDS, schema } from '../schema';
import { type Formula, partsOf } from './formulas';
import { type Container, nodesOf, type Parsed, parse, rangeOf } from './parse';

/** A block at the top of a text: as it is edited, and as it is written. */
export interface Block {
  node: Node;
  start: number;
  end: number;
}

/** What a part of a text has that there is no block for: the whole block around it stays source. */
class NotKnown extends Error {}

/** The blocks of a text in order. What has no block of its own stays as it is written. */
export function blocksOf(text: string): Block[] {
  const parsed = parse(text);
  const reader = new Reader(text, parsed);
  return parsed.tree.children.map(child => {
    const { start, end } = rangeOf(child);
    return { node: reader.top(child), start, end: start + text.slice(start, end).trimEnd().length };
  });
}

export function rawBlock(source: string): Node {
  return schema.node('raw_block', null, textOf(source));
}

/** Definitions that stand at the top of a text: without them its references mean nothing. */
export function definitionsOf(text: string): string {
  const definitions = parse(text).tree.children.filter(
    ({ type }) => type === 'definition' || type === 'footnoteDefinition',
  );
  return definitions.map(node => text.slice(rangeOf(node).start, rangeOf(node).end)).join('\n\n');
}

function textOf(value: string, marks: readonly Mark[] = []): Node[] {
  return value === '' ? [] : [schema.text(value, marks)];
}

/** What the server reads in another way than CommonMark: terms with what they mean, and quotations that are notes. */
const DEFINES = /\n[ \t]*:[ \t]/;
const NOTES = /^\[!\w+\]/;
const FENCE = /^ {0,3}(:{3,})[ \t]*$/;
const LABEL = /^ {0,3}:{3,}[\w-]+(?:\[.*\])?[ \t]*$/;

class Reader {
  private readonly addresses: Map<string, { href: string; title: string | null }>;

  constructor(
    private readonly text: string,
    private readonly parsed: Parsed,
  ) {
    const definitions = [...nodesOf(parsed.tree)].flatMap(node => (node.type === 'definition' ? [node] : []));
    // Of two that have one name the first counts.
    this.addresses = new Map(
      definitions.reverse().map(({ identifier, url, title }) => [identifier, { href: url, title: title ?? null }]),
    );
  }

  top(child: RootContent): Node {
    try {
      return this.block(child, 'top');
    } catch (error) {
      if (!(error instanceof NotKnown || error instanceof RangeError)) throw error;
      return rawBlock(this.source(child));
    }
  }

  private source(node: Nodes): string {
    const { start, end } = rangeOf(node);
    return this.text.slice(start, end).trimEnd();
  }

  private block(node: Nodes, place: 'top' | 'within'): Node {
    switch (node.type) {
      case 'paragraph':
        return this.paragraph(node);
      case 'heading':
        return schema.node('heading', { level: node.depth }, this.phrases(node.children));
      case 'thematicBreak':
        return schema.node('horizontal_rule');
      case 'code':
        return this.code(node.value, [node.lang, node.meta].filter(Boolean).join(' '));
      case 'blockquote':
        return this.quotation(node);
      case 'list':
        return this.list(node);
      case 'table':
        return this.table(node);
      case 'container':
        if (place === 'top') return this.container(node, []);
        throw new NotKnown(node.type);
      default:
        throw new NotKnown(node.type);
    }
  }

  private blocks(children: readonly Nodes[]): Node[] {
    return children.map(child => this.block(child, 'within'));
  }

  private code(value: string, info: string): Node {
    return schema.node('code_block', { info }, textOf(value));
  }

  private paragraph(node: Extract<Nodes, { type: 'paragraph' }>): Node {
    if (DEFINES.test(this.source(node))) throw new NotKnown('definition list');
    const [only, ...others] = node.children;
    if (only?.type === 'text' && others.length === 0) {
      const [formula, ...rest] = partsOf(only.value, this.parsed.formulas);
      if (formula !== undefined && typeof formula !== 'string' && formula.open !== '$' && rest.length === 0) {
        if (formula.open !== '\\\\(') return this.formula(formula);
      }
    }
    return schema.node('paragraph', null, this.phrases(node.children));
  }

  private formula({ open, tex }: Formula): Node {
    const lines = /^\n([\s\S]*)\n$/.exec(tex)?.[1];
    return schema.node('formula_block', { open, spread: lines !== undefined }, textOf(lines ?? tex));
  }

  private quotation(node: Blockquote): Node {
    const [first] = node.children;
    const [words] = first?.type === 'paragraph' ? first.children : [];
    if (words?.type === 'text' && NOTES.test(words.value)) throw new NotKnown('note');
    return schema.node('blockquote', null, this.blocks(node.children));
  }

  private list(node: List): Node {
    const items = node.children.map(item => this.item(item));
    const spread = node.spread ?? false;
    return node.ordered
      ? schema.node('ordered_list', { order: node.start ?? 1, spread }, items)
      : schema.node('bullet_list', { spread }, items);
  }

  private item(node: ListItem): Node {
    const attributes = { spread: node.spread ?? false, checked: node.checked ?? null };
    const blocks = this.blocks(node.children);
    return schema.nodes.list_item.createChecked(attributes, blocks.length > 0 ? blocks : schema.node('paragraph'));
  }

  private table(node: Table): Node {
    const align = node.align ?? [];
    const width = Math.max(...node.children.map(row => row.children.length));
    const rows = node.children.map((row, at) => {
      const type = at === 0 ? schema.nodes.table_header : schema.nodes.table_cell;
      const cells = Array.from({ length: width }, (_, column) =>
        type.createChecked({ align: align[column] ?? null }, this.phrases(row.children[column]?.children ?? [])),
      );
      return schema.node('table_row', null, cells);
    });
    return schema.node('table', null, rows);
  }

  private container(node: Container, around: readonly string[]): Node {
    this.checkFences(node);
    const [first, ...rest] = node.children;
    const hasLabel = first?.type === 'paragraph' && first.data?.isLabel === true;
    const title = schema.node('title', null, hasLabel ? textOf(this.label(node)) : []);
    const children = hasLabel ? rest : node.children;
    const inside = (child: Nodes): Node =>
      child.type === 'container' ? this.container(child, [...around, node.name]) : this.block(child, 'within');
    const content = () => (children.length > 0 ? children.map(inside) : [schema.node('paragraph')]);
    const kind = CALLOUT_KINDS.find(known => known === node.name);
    if (kind) return schema.nodes.callout.createChecked({ kind }, [title, ...content()]);
    switch (node.name) {
      case 'details':
        return schema.nodes.details.createChecked(null, [title, ...content()]);
      case 'columns':
        return schema.nodes.columns.createChecked(null, children.map(inside));
      case 'column':
        if (around.at(-1) === 'columns' && !hasLabel) return schema.nodes.column.createChecked(null, content());
        throw new NotKnown('column');
      default:
        throw new NotKnown(node.name);
    }
  }

  /** The server wants the end of a block to look like its beginning, and nothing else on both lines. */
  private checkFences(node: Container): void {
    const lines = this.source(node).split(/\r?\n/);
    const begins = /^:+/.exec(lines[0] ?? '')?.[0];
    if (lines.length < 2 || !LABEL.test(lines[0] ?? '') || FENCE.exec(lines.at(-1) ?? '')?.[1] !== begins) {
      throw new NotKnown('fence');
    }
  }

  private label(node: Container): string {
    const [line = ''] = this.source(node).split(/\r?\n/);
    const label = /\[(.*)\]/.exec(line)?.[1] ?? '';
    if (/(?<!\\)(?:\\\\)*[[\]]/.test(label) || label.trim() === '') throw new NotKnown('label');
    return label.replace(/\\([!-/:-@[-`{-~])/g, '$1').trim();
  }

  private phrases(children: readonly PhrasingContent[], marks: readonly Mark[] = []): Node[] {
    return children.flatMap(child => this.phrase(child, marks));
  }

  private phrase(node: PhrasingContent, marks: readonly Mark[]): Node[] {
    switch (node.type) {
      case 'text':
        return this.words(node.value, marks);
      case 'strong':
        return this.phrases(node.children, schema.mark('strong').addToSet(marks));
      case 'emphasis':
        return this.phrases(node.children, schema.mark('em').addToSet(marks));
      case 'delete':
        return this.phrases(node.children, schema.mark('strike').addToSet(marks));
      case 'inlineCode':
        return textOf(node.value, schema.mark('code').addToSet(marks));
      case 'break':
        return [schema.node('hard_break', null, undefined, marks)];
      case 'link':
        return this.phrases(
          node.children,
          schema.mark('link', { href: node.url, title: node.title ?? null }).addToSet(marks),
        );
      case 'linkReference': {
        const found = this.addresses.get(node.identifier);
        if (!found) throw new NotKnown('reference');
        const reference = { ...found, reference: node.referenceType, label: node.label ?? node.identifier };
        return this.phrases(node.children, schema.mark('link', reference).addToSet(marks));
      }
      case 'image':
        return [
          schema.node('picture', { src: node.url, alt: node.alt ?? '', title: node.title ?? null }, undefined, marks),
        ];
      case 'html':
      case 'imageReference':
      case 'footnoteReference':
        return [schema.node('raw_inline', { source: this.source(node) }, undefined, marks)];
      default:
        throw new NotKnown(node.type);
    }
  }

  private words(value: string, marks: readonly Mark[]): Node[] {
    return partsOf(value, this.parsed.formulas).flatMap(part =>
      typeof part === 'string'
        ? part
            .split(/(\r?\n)/)
            .flatMap((line, at) =>
              at % 2 === 0 ? textOf(line, marks) : textOf(' ', schema.mark('wrap').addToSet(marks)),
            )
        : textOf(part.tex, schema.mark('formula', { open: part.open }).addToSet(marks)),
    );
  }
}
