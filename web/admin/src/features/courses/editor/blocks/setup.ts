import { baseKeymap, chainCommands, exitCode } from 'prosemirror-commands';
import { dropCursor } from 'prosemirror-dropcursor';
import { gapCursor } from 'prosemirror-gapcursor';
import { history, redo, undo } from 'prosemirror-history';
import { undoInputRule } from 'prosemirror-inputrules';
import { keymap } from 'prosemirror-keymap';
import { Fragment, Slice } from 'prosemirror-model';
import { liftListItem, sinkListItem, splitListItem } from 'prosemirror-schema-list';
import { type Command, Plugin } from 'prosemirror-state';
import { goToNextCell, tableEditing } from 'prosemirror-tables';
import {
  backIntoTitle,
  enterFromTitle,
  enterInCell,
  leaveBlock,
  moveBlock,
  toggle,
  toggleHeading,
  unwrapFromTitle,
} from './commands';
import { openPage } from './markdown/page';
import { codeByEnter, markdownRules } from './rules';
import { schema } from './schema';

/** What the editor asks the page around it for. */
export interface Wishes {
  /** The menu of blocks; `typed` where a slash was typed for it. */
  menu: (typed: boolean) => void;
  link: () => void;
  toolbar: () => void;
  /** Pictures were pasted or dropped, `at` a position. */
  files: (files: readonly File[], at: number) => void;
}

const { nodes } = schema;

/** Outside of code too, a line break within a paragraph. */
const lineBreak: Command = chainCommands(exitCode, (state, dispatch) => {
  if (!state.selection.$from.parent.inlineContent || state.selection.$from.parent.type === nodes.title) return false;
  dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
  return true;
});

function keys(wishes: Wishes): Plugin {
  const wish = (tell: () => void) => () => {
    tell();
    return true;
  };
  return keymap({
    'Mod-z': undo,
    'Mod-y': redo,
    'Mod-Shift-z': redo,
    'Mod-b': toggle.strong,
    'Mod-i': toggle.em,
    'Mod-e': toggle.code,
    'Mod-Shift-x': toggle.strike,
    'Mod-k': wish(wishes.link),
    'Mod-/': wish(() => wishes.menu(false)),
    'Alt-F10': wish(wishes.toolbar),
    'Mod-Alt-1': toggleHeading(1),
    'Mod-Alt-2': toggleHeading(2),
    'Mod-Alt-3': toggleHeading(3),
    'Alt-ArrowUp': moveBlock('up'),
    'Alt-ArrowDown': moveBlock('down'),
    'Shift-Enter': lineBreak,
    'Mod-Enter': leaveBlock,
    Enter: chainCommands(codeByEnter, enterFromTitle, enterInCell, splitListItem(nodes.list_item)),
    Backspace: chainCommands(undoInputRule, unwrapFromTitle, backIntoTitle),
    Tab: chainCommands(goToNextCell(1), sinkListItem(nodes.list_item)),
    'Shift-Tab': chainCommands(goToNextCell(-1), liftListItem(nodes.list_item)),
  });
}

/** A slash in an empty paragraph opens the menu; elsewhere it is a slash. */
function slash(wishes: Wishes): Plugin {
  return new Plugin({
    props: {
      handleTextInput(view, _from, _to, typed) {
        const { $from, empty } = view.state.selection;
        const isEmpty = empty && $from.parent.type === nodes.paragraph && $from.parent.content.size === 0;
        if (typed !== '/' || !isEmpty) return false;
        wishes.menu(true);
        return true;
      },
    },
  });
}

function filesOf(data: DataTransfer | null): File[] {
  return [...(data?.files ?? [])];
}

/** Files that are pasted or dropped are never opened by the browser: that would leave the page. */
function files(wishes: Wishes): Plugin {
  return new Plugin({
    props: {
      handlePaste(view, event) {
        const found = filesOf(event.clipboardData);
        // Spreadsheets and office programs add a picture of what they copy as text.
        if (found.length === 0 || event.clipboardData?.getData('text/html')) return false;
        wishes.files(found, view.state.selection.from);
        return true;
      },
      handleDrop(view, event) {
        const found = filesOf(event.dataTransfer);
        if (found.length === 0) return false;
        event.preventDefault();
        const at = view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos ?? view.state.selection.from;
        wishes.files(found, at);
        return true;
      },
    },
  });
}

const MARKDOWN = /^ {0,3}(?:#{1,6} |[-*+] |\d{1,9}[.)] |> |```|~~~|:::\w|\$\$|\|.*\|[ \t]*$)/m;

/** What is pasted as plain text and is Markdown becomes blocks; with Shift it stays text. */
function markdown(): Plugin {
  return new Plugin({
    props: {
      clipboardTextParser(text, $context, isPlain) {
        const opened = isPlain || $context.parent.type.spec.code || !MARKDOWN.test(text) ? undefined : openPage(text);
        // Nothing is what the editor takes for "as usual".
        if (!opened) return undefined as unknown as Slice;
        const blocks = opened.doc.children.map(node => node.type.create({ ...node.attrs, origin: null }, node.content));
        return Slice.maxOpen(Fragment.from(blocks));
      },
    },
  });
}

export function pluginsOf(wishes: Wishes): Plugin[] {
  return [
    markdownRules(),
    slash(wishes),
    files(wishes),
    markdown(),
    keys(wishes),
    keymap(baseKeymap),
    history(),
    dropCursor({ color: false, class: 'drop-cursor' }),
    gapCursor(),
    tableEditing(),
  ];
}
