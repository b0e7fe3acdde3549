import type { Node } from 'prosemirror-model';
import { type Command, EditorState, NodeSelection, TextSelection } from 'prosemirror-state';
import { describe, expect, test } from 'vitest';
import { BLOCK_NAMES, newBlock } from './catalogue';
import {
  enterFromTitle,
  insertBlock,
  leaveBlock,
  linkAt,
  moveBlock,
  removeBlock,
  setLink,
  toggleHeading,
  toggleList,
  unwrapFromTitle,
} from './commands';
import { openPage, pageText } from './markdown/page';
import { pictureAddresses } from './picture-addresses';
import { schema } from './schema';

const page = (text: string) => {
  const opened = openPage(text);
  if (!opened) throw new Error('refused');
  return opened;
};

/** Where some words begin. */
function place(doc: Node, words: string): number {
  let found = -1;
  doc.descendants((node, pos) => {
    const at = node.isText ? (node.text ?? '').indexOf(words) : -1;
    if (found < 0 && at >= 0) found = pos + at;
  });
  return found;
}

/** What becomes of a text when commands run where some words begin. */
function after(text: string, words: string, ...commands: readonly Command[]): string {
  const opened = page(text);
  const selection = words === '' ? undefined : TextSelection.create(opened.doc, place(opened.doc, words));
  let state = EditorState.create({ doc: opened.doc, ...(selection && { selection }) });
  for (const command of commands) {
    command(state, tr => {
      state = state.apply(tr);
    });
  }
  return pageText(state.doc, opened);
}

describe('blocks move past one another', () => {
  test('at the top, with what was not changed as it was', () => {
    expect(after('# A\n\nb  \nc\n\n* d', 'b', moveBlock('down'))).toBe('# A\n\n* d\n\nb  \nc');
    expect(after('a\n\nb', 'a', moveBlock('up'))).toBe('a\n\nb');
  });

  test('items in their list, and the list at its end', () => {
    expect(after('- a\n- b\n\nc', 'a', moveBlock('down'))).toBe('- b\n- a\n\nc');
    expect(after('- a\n- b\n\nc', 'b', moveBlock('down'))).toBe('c\n\n- a\n- b');
  });

  test('never past the title of a callout, and out of it as a whole', () => {
    expect(after('z\n\n:::note[T]\na\n\nb\n:::', 'a', moveBlock('up'))).toBe(':::note[T]\na\n\nb\n:::\n\nz');
    expect(after(':::note[T]\na\n\nb\n:::', 'b', moveBlock('up'))).toBe(':::note[T]\nb\n\na\n:::');
  });
});

describe('blocks are put in', () => {
  test.each(BLOCK_NAMES.filter(name => name !== 'picture'))('%s, and is that when it is opened again', name => {
    const block = newBlock(name);
    const text = after('before\n', 'before', insertBlock(block), (state, dispatch) => {
      if (block.isTextblock || !block.isLeaf) dispatch?.(state.tr.insertText('x'));
      return true;
    });
    const types = page(text).doc.children.map(node => node.type.name);
    expect(types[0]).toBe('paragraph');
    // What is written as source is what its source says.
    expect(types[1]).toBe(name === 'source' ? 'paragraph' : block.type.name);
  });

  test('in the place of an empty paragraph, and as near as they may stand', () => {
    expect(after('', '', insertBlock(newBlock('rule')))).toBe('---');
    expect(after('- a', 'a', insertBlock(newBlock('code')))).toBe('- a\n  ```\n  ```');
    expect(after(':::note[T]\na\n:::', 'a', insertBlock(newBlock('columns')))).toMatch(/^:::note.*:::\n\n::::columns/s);
  });

  test('behind everything', () => {
    const typed: Command = (state, dispatch) => {
      dispatch?.(state.tr.insertText('x'));
      return true;
    };
    expect(after('| a |\n| - |', 'a', leaveBlock, typed)).toBe('| a |\n| - |\n\nx');
  });

  test('and go', () => {
    expect(after('a\n\nb\n\nc', 'b', removeBlock)).toBe('a\n\nc');
    expect(after('a', 'a', removeBlock)).toBe('');
  });
});

test('paragraphs become headings and lists, and come back', () => {
  expect(after('a', 'a', toggleHeading(2))).toBe('## a');
  expect(after('## a', 'a', toggleHeading(2))).toBe('a');
  expect(after('a', 'a', toggleList(schema.nodes.bullet_list))).toBe('- a');
  expect(after('- a', 'a', toggleList(schema.nodes.ordered_list))).toBe('1. a');
  expect(after('- a', 'a', toggleList(schema.nodes.bullet_list))).toBe('a');
});

test('from the title of a callout one gets into it, and the callout away from around it', () => {
  const typed: Command = (state, dispatch) => {
    dispatch?.(state.tr.insertText('x'));
    return true;
  };
  expect(after(':::note[T]\na\n:::', 'T', enterFromTitle, typed)).toBe(':::note[T]\nxa\n:::');
  expect(after(':::note[T]\na\n:::', 'T', unwrapFromTitle)).toBe('T\n\na');
});

test('a link is taken as a whole, and changed or taken away', () => {
  const { doc } = page('a [b **c**](https://x.example) d');
  const selection = TextSelection.create(doc, place(doc, 'c'));
  const found = linkAt(EditorState.create({ doc, selection }));
  expect({ ...found, words: doc.textBetween(found.from, found.to) }).toMatchObject({
    href: 'https://x.example',
    words: 'b c',
  });
  expect(after('a [b](x) c', 'b', setLink({ from: 3, to: 4 }, 'y', ''))).toBe('a [b](y) c');
  expect(after('a [b](x) c', 'b', setLink({ from: 3, to: 4 }, '', ''))).toBe('a b c');
  expect(after('a', 'a', setLink({ from: 1, to: 1 }, 'https://y.example', 'Y '))).toBe('[Y](https://y.example) a');
});

test('a picture that is selected is moved as what it is part of', () => {
  const opened = page('a\n\n![p](p.png)');
  const state = EditorState.create({ doc: opened.doc, selection: NodeSelection.create(opened.doc, 4) });
  let moved = state;
  moveBlock('up')(state, tr => {
    moved = state.apply(tr);
  });
  expect(pageText(moved.doc, opened)).toBe('![p](p.png)\n\na');
  expect(moved.selection).toBeInstanceOf(NodeSelection);
});

test('pictures are shown where the page has the same ones', () => {
  expect(
    pictureAddresses('![a](a.png) ![b](<b c.png>)', '<p><img src="/1" alt="a"> <img src="/2" alt="b"></p>'),
  ).toEqual(
    new Map([
      ['a.png', '/1'],
      ['b c.png', '/2'],
    ]),
  );
  expect(pictureAddresses('![a](a.png) ![b](b.png)', '<p>a <img src="/2" alt="b"></p>')).toEqual(new Map());
});
