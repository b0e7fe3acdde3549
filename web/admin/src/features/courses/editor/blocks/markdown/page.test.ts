import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Node } from 'prosemirror-model';
import { afterAll, describe, expect, test } from 'vitest';
import { schema } from '../schema';
import { openPage, type Page, pageText } from './page';

const REPOSITORY = resolve('..');
const COURSE = 'shared/data/courses/comprehensive-rust.zip';
const unpacked = mkdtempSync(join(tmpdir(), 'pages-'));
afterAll(() => rmSync(unpacked, { recursive: true }));

function pagesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return /^(node_modules|target|dist|\.)/.test(entry.name) ? [] : pagesIn(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

/** A real course lies beside the repository, where it is; every eighth page of it is enough for each run. */
function pagesOfTheCourse(): string[] {
  for (let folder = REPOSITORY; folder !== dirname(folder); folder = dirname(folder)) {
    const archive = join(folder, COURSE);
    if (!existsSync(archive)) continue;
    execFileSync('python3', ['-m', 'zipfile', '-e', archive, unpacked]);
    return pagesIn(unpacked).filter((_, at) => at % 8 === 0);
  }
  return [];
}

const WRITTEN = [
  '',
  '\n\n',
  '# One\nright after\n***\n- a\n- b\n\n\n* other list\n',
  'Setext\n======\n\n    indented code\n\n1) one\n1) two\n',
  'A [link][x] and `code` with **bold _both_** words\\\nbroken  \ntwice.\n\n[x]: https://example.org "T"\n',
  '| a | b |\n|:--|--:|\n| 1 \\| 2 | `x|y` |\n| only one |\n',
  '- [ ] open\n- [x] done\n  - deeper\n\n    with a paragraph\n',
  '> quoted\nlazy\n\n> [!NOTE]\n> of another kind\n',
  'Costs $5 and $6, but $x^2$ and $[n](Q)$ and `$HOME` are none.\n\n$$\n\\frac{a}{b}\n= c\n$$\n\n\\\\( k_m \\\\)\n',
  '<details>\n\nIn *HTML*\n\n</details>\n\nText <kbd>Ctrl</kbd> here[^1].\n\n[^1]: The note.\n',
  'Term\n: What it means\n\n{{#include a.rs}}\n\n## Heading {#own}\n',
  ':::note\nShort\n:::\n\n:::warning[A \\[title\\]]\n- a\n\n- b\n:::\n',
  '::::columns\n:::column\nLeft\n:::\n:::column\nRight\n:::\n::::\n\n:::details[Why?]\nBecause.\n:::\n',
  ':::fancy\nUnknown\n:::\n\n:::note\nwithout end\n',
  'Windows\r\nlines\r\n\r\n- a\r\n- b\r\n',
  '  indented paragraph\n\n   - indented list\n     more\n',
];

function opened(text: string): Page {
  const page = openPage(text);
  if (!page) throw new Error('refused');
  return page;
}

function kindsOf(doc: Node): string[] {
  return doc.children.map(node => node.type.name);
}

describe('what is not changed stays as it is written, to the letter', () => {
  test.each(WRITTEN)('%j', text => {
    expect(pageText(opened(text).doc, opened(text))).toBe(text);
  });

  test('every page of this repository, and of a real course', { timeout: 120_000 }, () => {
    const pages = [...pagesIn(REPOSITORY), ...pagesOfTheCourse()];
    expect(pages.length).toBeGreaterThan(20);
    for (const path of pages) {
      const text = readFileSync(path, 'utf8');
      const page = openPage(text);
      expect(page && pageText(page.doc, page), path).toBe(text);
    }
  });

  test('characters that a parser changes are left to the source', () => {
    for (const text of ['\ufeff# a', 'a\0b', 'a \ue000 b']) expect(openPage(text)).toBeUndefined();
  });
});

/** The same text with one block written in another way than it was: as if something in it had been changed and changed back. */
function rewritten(page: Page, at: number): string {
  const blocks = page.doc.children.map((node, index) =>
    index === at ? node.type.create({ ...node.attrs, origin: null }, node.content) : node,
  );
  return pageText(schema.node('doc', null, blocks), page);
}

function bare(doc: Node): unknown[] {
  return doc.children.map(node => ({ ...node.toJSON(), attrs: { ...node.attrs, origin: null } }));
}

describe('what is changed means the same when it is opened again', () => {
  test.each(WRITTEN)('%j', text => {
    const page = opened(text);
    page.doc.children.forEach((node, at) => {
      if (node.content.size === 0 && node.isTextblock) return;
      expect(bare(opened(rewritten(page, at)).doc), `block ${at}`).toEqual(bare(page.doc));
    });
  });

  test('real pages', { timeout: 120_000 }, () => {
    const pages = pagesOfTheCourse().filter((_, at) => at % 8 === 0);
    for (const path of pages) {
      const page = opened(readFileSync(path, 'utf8'));
      page.doc.children.forEach((_, at) => {
        expect(bare(opened(rewritten(page, at)).doc), `${path}, block ${at}`).toEqual(bare(page.doc));
      });
    }
  });
});

describe('one change touches one block', () => {
  const text = '# Title\nright after\n\n\n* a\n* b\n\nlast _words_\nover two lines\n';

  function changed(change: (blocks: Node[]) => Node[]): string {
    const page = opened(text);
    return pageText(schema.node('doc', null, change([...page.doc.children])), page);
  }

  test('a paragraph keeps its lines, its signs and what is around it', () => {
    const more = (node: Node) => node.copy(node.content.addToEnd(schema.text('.')));
    expect(changed(blocks => blocks.map((node, at) => (at === 3 ? more(node) : node)))).toBe(
      text.replace('lines', 'lines.'),
    );
    expect(changed(blocks => blocks.map((node, at) => (at === 1 ? more(node) : node)))).toBe(
      text.replace('after', 'after.'),
    );
  });

  test('blocks that are moved, removed and added', () => {
    expect(changed(([a, b, ...rest]) => [b, a, ...rest].flatMap(node => node ?? []))).toBe(
      'right after\n\n# Title\n\n* a\n* b\n\nlast _words_\nover two lines\n',
    );
    expect(changed(blocks => blocks.filter((_, at) => at !== 2))).toBe(
      '# Title\nright after\n\nlast _words_\nover two lines\n',
    );
    expect(changed(blocks => [...blocks, schema.node('horizontal_rule'), schema.node('paragraph')])).toBe(
      `${text.trimEnd()}\n\n---\n`,
    );
  });
});

test('lists that come together stay two, and indented code stays code', () => {
  const page = opened('- a\n\nbetween\n\n- b\n\nbetween\n\n    code\n');
  const without = page.doc.children.filter(node => node.textContent !== 'between');
  const text = pageText(schema.node('doc', null, without), page);
  expect(kindsOf(opened(text).doc)).toEqual(['bullet_list', 'bullet_list', 'code_block']);
  expect(text).toBe('- a\n\n* b\n\n```\ncode\n```\n');
});

describe('what is typed is not taken for Markdown', () => {
  const paragraph = (words: string) => schema.node('paragraph', null, schema.text(words));

  test.each([
    '# no heading',
    '- no list',
    '1. no list',
    '> no quotation',
    'snake_case_word and 2 * 3 * 4 [x] <b>',
    ':::note',
    ': no meaning',
    'from $5 to $x',
    '&amp; is no reference',
    '`no code`',
  ])('%j', words => {
    const page = opened('');
    const text = pageText(schema.node('doc', null, paragraph(words)), page);
    const again = opened(text).doc;
    expect(kindsOf(again)).toEqual(['paragraph']);
    expect(again.textContent).toBe(words);
  });

  test('words in a line keep their underscores', () => {
    const page = opened('');
    expect(pageText(schema.node('doc', null, paragraph('use snake_case here')), page)).toBe('use snake_case here');
  });

  test('emphasis around blanks stands around words', () => {
    const strong = [schema.mark('strong')];
    const words = [schema.text('a'), schema.text(' b ', strong), schema.text('c')];
    expect(pageText(schema.node('doc', null, schema.node('paragraph', null, words)), opened(''))).toBe('a **b** c');
  });
});

test('directives are blocks, and only those that the server knows', () => {
  expect(kindsOf(opened(WRITTEN[11] ?? '').doc)).toEqual(['callout', 'callout']);
  expect(kindsOf(opened(WRITTEN[12] ?? '').doc)).toEqual(['columns', 'details']);
  expect(kindsOf(opened(WRITTEN[13] ?? '').doc)).toEqual(['raw_block', 'raw_block']);
  expect(kindsOf(opened(':::note\n:::tip\na\n:::\n').doc)).toEqual(['raw_block']);
  expect(kindsOf(opened(':::note[a] b\nc\n:::\n').doc)).not.toContain('callout');
});
