import type { ReactNode } from 'react';
import { Button, Separator, ToggleButton, Toolbar } from 'react-aria-components';
import { PanelIcon } from '../../../../parts/panel-icon';
import { type TextId, useText } from '../../../../text';
import { StepIcon } from '../step-icon';
import style from './block-editor.module.css';
import { around, isMarked, toggle, toggleHeading, toggleList, toggleQuote } from './commands';
import { schema } from './schema';
import type { BlockEditorModel } from './use-block-editor';

const { nodes, marks } = schema;

const SPANS = [
  { mark: 'strong', label: 'mark.bold', face: 'B', keys: 'Control+B' },
  { mark: 'em', label: 'mark.italic', face: 'I', keys: 'Control+I' },
  { mark: 'strike', label: 'mark.strike', face: 'S', keys: 'Control+Shift+X' },
  { mark: 'code', label: 'mark.code', face: '</>', keys: 'Control+E' },
  { mark: 'formula', label: 'mark.formula', face: '∑' },
] as const satisfies readonly { mark: keyof typeof toggle; label: TextId; face: string; keys?: string }[];

interface EditorToolbarProps {
  model: BlockEditorModel;
  onMenu: () => void;
  onLink: () => void;
  onPicture: () => void;
}

/** What can be done with words and paragraphs; the arrow keys go through it. */
export function EditorToolbar({ model, onMenu, onLink, onPicture }: EditorToolbarProps) {
  const text = useText();
  const { state, run, can } = model;
  if (!state) return null;
  const paragraphs = [
    { label: 'mark.heading', face: 'H', is: around(state, nodes.heading) !== undefined, command: toggleHeading(2) },
    { label: 'mark.list', face: '•', is: isList('bullet_list'), command: toggleList(nodes.bullet_list) },
    { label: 'mark.numbers', face: '1.', is: isList('ordered_list'), command: toggleList(nodes.ordered_list) },
    { label: 'mark.quote', face: '”', is: around(state, nodes.blockquote) !== undefined, command: toggleQuote },
  ] as const;

  function isList(name: 'bullet_list' | 'ordered_list'): boolean {
    return state !== undefined && around(state, nodes.bullet_list, nodes.ordered_list)?.node.type === nodes[name];
  }

  return (
    <Toolbar className={style.toolbar ?? ''} aria-label={text('mark.all')}>
      <Button className={`${style.tool} ${style.wide}`} aria-label={text('block.insert')} onPress={onMenu}>
        <PanelIcon name="plus" size={16} />
        {text('block.insert-short')}
      </Button>
      <Separator orientation="vertical" className={style.line ?? ''} />
      {paragraphs.map(({ label, face, is, command }) => (
        <ToggleButton
          key={label}
          className={style.tool ?? ''}
          aria-label={text(label)}
          isSelected={is}
          isDisabled={!can(command)}
          onChange={() => run(command)}
        >
          <Face label={text(label)}>{face}</Face>
        </ToggleButton>
      ))}
      <Separator orientation="vertical" className={style.line ?? ''} />
      {SPANS.map(({ mark, label, face }) => (
        <ToggleButton
          key={mark}
          className={style.tool ?? ''}
          aria-label={text(label)}
          isSelected={isMarked(state, marks[mark])}
          isDisabled={!can(toggle[mark])}
          onChange={() => run(toggle[mark])}
        >
          <Face label={text(label)} mark={mark}>
            {face}
          </Face>
        </ToggleButton>
      ))}
      <Tool
        label="mark.link"
        onPress={onLink}
        isDisabled={!state.selection.$from.parent.type.allowsMarkType(marks.link)}
      >
        <StepIcon name="link" size={16} />
      </Tool>
      <Tool label="block.picture" onPress={onPicture}>
        <PictureIcon />
      </Tool>
    </Toolbar>
  );
}

interface ToolProps {
  label: TextId;
  isDisabled?: boolean;
  onPress: () => void;
  children: ReactNode;
}

export function Tool({ label, isDisabled = false, onPress, children }: ToolProps) {
  const text = useText();
  return (
    <Button className={style.tool ?? ''} aria-label={text(label)} isDisabled={isDisabled} onPress={onPress}>
      <Face label={text(label)}>{children}</Face>
    </Button>
  );
}

function Face({ label, mark, children }: { label: string; mark?: string; children: ReactNode }) {
  return (
    <span className={style.face} aria-hidden="true" title={label} data-mark={mark}>
      {children}
    </span>
  );
}

function PictureIcon() {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      aria-hidden="true"
    >
      <path d="M4 5.500h16v13H4zM4 15.500l4.500-4.500 4 4 2.500-2.500 5 5M15.500 9.500h.1" />
    </svg>
  );
}
