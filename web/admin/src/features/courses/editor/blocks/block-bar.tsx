import { redo, undo } from 'prosemirror-history';
import { type EditorState, NodeSelection } from 'prosemirror-state';
import { addColumnAfter, addRowAfter, deleteColumn, deleteRow } from 'prosemirror-tables';
import { Separator, Toolbar } from 'react-aria-components';
import { PanelIcon } from '../../../../parts/panel-icon';
import { type TextId, useText } from '../../../../text';
import { StepIcon } from '../step-icon';
import style from './block-editor.module.css';
import { around, leaveBlock, moveBlock, removeBlock, setAttribute } from './commands';
import { CALLOUT_KINDS, schema } from './schema';
import { Tool } from './toolbar';
import type { BlockEditorModel } from './use-block-editor';

const { nodes } = schema;

const ROWS_AND_COLUMNS = [
  { label: 'block.row-add', face: '+↓', command: addRowAfter },
  { label: 'block.row-remove', face: '−↓', command: deleteRow },
  { label: 'block.column-add', face: '+→', command: addColumnAfter },
  { label: 'block.column-remove', face: '−→', command: deleteColumn },
] as const;

/** What kind of block each node is, outermost first. */
const NAMES: Readonly<Record<string, TextId>> = {
  paragraph: 'block.paragraph',
  heading: 'mark.heading',
  bullet_list: 'block.bullets',
  ordered_list: 'block.numbers',
  blockquote: 'block.quote',
  code_block: 'block.code',
  formula_block: 'block.formula',
  raw_block: 'block.source',
  horizontal_rule: 'block.rule',
  table: 'block.table',
  callout: 'block.callout',
  details: 'block.details',
  columns: 'block.columns',
};

interface BlockBarProps {
  model: BlockEditorModel;
  state: EditorState;
}

/** In which block the selection is, and what can be done with it. */
export function BlockBar({ model, state }: BlockBarProps) {
  const text = useText();
  const { run, can } = model;
  return (
    <div className={style.bar}>
      <span className={style.kind}>
        {pathOf(state)
          .map(name => text(name))
          .join(' › ')}
      </span>
      <Settings model={model} state={state} />
      <Toolbar className={style.toolbar ?? ''} aria-label={text('block.this')}>
        <Tool label="block.undo" onPress={() => run(undo)} isDisabled={!can(undo)}>
          <StepIcon name="undo" size={16} />
        </Tool>
        <Tool label="block.redo" onPress={() => run(redo)} isDisabled={!can(redo)}>
          <StepIcon name="redo" size={16} />
        </Tool>
        <Separator orientation="vertical" className={style.line ?? ''} />
        {around(state, nodes.table) &&
          ROWS_AND_COLUMNS.map(({ label, face, command }) => (
            <Tool key={label} label={label} onPress={() => run(command)} isDisabled={!can(command)}>
              {face}
            </Tool>
          ))}
        <Tool label="block.leave" onPress={() => run(leaveBlock)}>
          <PanelIcon name="plus" size={16} />
        </Tool>
        <Tool label="block.up" onPress={() => run(moveBlock('up'))} isDisabled={!can(moveBlock('up'))}>
          <StepIcon name="up" size={16} />
        </Tool>
        <Tool label="block.down" onPress={() => run(moveBlock('down'))} isDisabled={!can(moveBlock('down'))}>
          <StepIcon name="down" size={16} />
        </Tool>
        <Tool label="block.remove" onPress={() => run(removeBlock)}>
          <StepIcon name="remove" size={16} />
        </Tool>
      </Toolbar>
    </div>
  );
}

function pathOf(state: EditorState): TextId[] {
  const { $from } = state.selection;
  const inside = Array.from({ length: $from.depth }, (_, depth) => $from.node(depth + 1).type.name);
  const selected = state.selection instanceof NodeSelection ? [state.selection.node.type.name] : [];
  const names = [...inside, ...selected].flatMap(name => NAMES[name] ?? []);
  // A paragraph goes without saying in whatever holds it.
  return names.length > 1 ? names.filter(name => name !== 'block.paragraph') : names;
}

/** What can be said of a block: the kind of a callout, the language of code, what a picture shows, whether a task is done. */
function Settings({ model, state }: BlockBarProps) {
  const text = useText();
  const callout = around(state, nodes.callout);
  const code = around(state, nodes.code_block);
  const picture = around(state, nodes.picture);
  const item = around(state, nodes.list_item);
  const set = (pos: number, name: string, value: unknown) => {
    const { view } = model;
    if (view) setAttribute(pos, name, value)(view.state, view.dispatch);
  };
  return (
    <>
      {callout && (
        <label className={style.setting}>
          <span className="visually-hidden">{text('block.callout-kind')}</span>
          <select value={callout.node.attrs.kind} onChange={event => set(callout.pos, 'kind', event.target.value)}>
            {CALLOUT_KINDS.map(kind => (
              <option key={kind} value={kind}>
                {text(`callout.${kind}`)}
              </option>
            ))}
          </select>
        </label>
      )}
      {code && (
        <label className={style.setting}>
          {text('block.language')}
          <input
            value={code.node.attrs.info}
            spellCheck={false}
            autoCapitalize="off"
            onChange={event => set(code.pos, 'info', event.target.value.replace(/[`~\s]+/g, ' ').trimStart())}
          />
        </label>
      )}
      {picture && (
        <label className={style.setting}>
          {text('block.picture-alt')}
          <input value={picture.node.attrs.alt} onChange={event => setAlt(model, picture.pos, event.target.value)} />
        </label>
      )}
      {item && (
        <label className={style.setting}>
          <input
            type="checkbox"
            checked={item.node.attrs.checked !== null}
            onChange={event => set(item.pos, 'checked', event.target.checked ? false : null)}
          />
          {text('block.task')}
        </label>
      )}
      {item && item.node.attrs.checked !== null && (
        <label className={style.setting}>
          <input
            type="checkbox"
            checked={item.node.attrs.checked}
            onChange={event => set(item.pos, 'checked', event.target.checked)}
          />
          {text('block.done')}
        </label>
      )}
    </>
  );
}

/** A picture stays selected while it is described. */
function setAlt({ view }: BlockEditorModel, pos: number, alt: string): void {
  if (!view) return;
  const tr = view.state.tr.setNodeAttribute(pos, 'alt', alt);
  view.dispatch(tr.setSelection(NodeSelection.create(tr.doc, pos)));
}
