import { InputRule, inputRules, textblockTypeInputRule, wrappingInputRule } from 'prosemirror-inputrules';
import type { MarkType } from 'prosemirror-model';
import type { Command, Plugin } from 'prosemirror-state';
import { type BlockName, newBlock } from './catalogue';
import { withBlock } from './commands';
import { CALLOUT_KINDS, schema } from './schema';

const { nodes, marks } = schema;

/** Signs around words that are typed, such as `**words**`. */
function around(sign: RegExp, type: MarkType): InputRule {
  return new InputRule(sign, (state, [all, before = '', words = ''], start, end) => {
    const from = start + before.length;
    const { $from } = state.selection;
    if (marks.code.isInSet($from.marks()) || $from.parent.type.spec.code) return null;
    const begins = all.indexOf(words, before.length);
    const tr = state.tr.delete(from + begins - before.length + words.length, end);
    tr.delete(from, from + begins - before.length);
    tr.addMark(from, from + words.length, type.create());
    return tr.removeStoredMark(type);
  });
}

/** A block that its sign at the beginning of a paragraph makes. */
function block(sign: RegExp, name: (found: RegExpMatchArray) => Parameters<typeof newBlock>[0]): InputRule {
  return new InputRule(sign, (state, found, start, end) => {
    const tr = state.tr.delete(start, end);
    const isAlone = tr.selection.$from.parent.content.size === 0;
    return isAlone && withBlock(tr, newBlock(name(found))) ? tr : null;
  });
}

/** What Markdown means while it is typed. */
export function markdownRules(): Plugin {
  return inputRules({
    rules: [
      textblockTypeInputRule(/^(#{1,6})\s$/, nodes.heading, ([, signs = '#']) => ({ level: signs.length })),
      wrappingInputRule(/^\s*[-*+]\s$/, nodes.bullet_list),
      wrappingInputRule(/^\s*(\d+)[.)]\s$/, nodes.ordered_list, ([, order = '1']) => ({ order: Number(order) })),
      wrappingInputRule(/^\s*>\s$/, nodes.blockquote),
      textblockTypeInputRule(/^```(\S*)\s$/, nodes.code_block, ([, info = '']) => ({ info })),
      textblockTypeInputRule(/^\$\$\s$/, nodes.formula_block),
      block(/^(?:---|\*\*\*|___)$/, () => 'rule'),
      block(
        new RegExp(`^:::(${CALLOUT_KINDS.join('|')}|details|columns)\\s$`),
        ([, name]) => name as Exclude<BlockName, 'picture'>,
      ),
      new InputRule(/^\[([ xX]?)\]\s$/, (state, [, sign = ' '], start, end) => {
        const { $from } = state.selection;
        if ($from.depth < 2 || $from.node(-1).type !== nodes.list_item) return null;
        return state.tr.delete(start, end).setNodeAttribute($from.before(-1), 'checked', sign.toLowerCase() === 'x');
      }),
      around(/(^|[^*])\*\*([^*\s](?:[^*]*[^*\s])?)\*\*$/, marks.strong),
      around(/(^|[^*])\*([^*\s](?:[^*]*[^*\s])?)\*$/, marks.em),
      around(/(^|[^_\p{L}\p{N}])_([^_\s](?:[^_]*[^_\s])?)_$/u, marks.em),
      around(/(^|[^~])~~([^~\s](?:[^~]*[^~\s])?)~~$/, marks.strike),
      around(/(^|[^`])`([^`]+)`$/, marks.code),
      around(/(^|[^$\\\p{L}\p{N}])\$([^$\s](?:[^$]*[^$\s])?)\$$/u, marks.formula),
    ],
  });
}

/** Three backticks and Enter begin code. */
export const codeByEnter: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  const found = /^```(\S*)$/.exec($from.parent.textContent);
  if (!empty || $from.parent.type !== nodes.paragraph || !found) return false;
  if (dispatch) {
    const tr = state.tr.delete($from.start(), $from.end());
    dispatch(tr.setBlockType($from.start(), $from.start(), nodes.code_block, { info: found[1], origin: null }));
  }
  return true;
};
