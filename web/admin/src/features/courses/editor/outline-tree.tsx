import { useEffect, useState } from 'react';
import {
  Button as AriaButton,
  Collection,
  DropIndicator,
  type Key,
  Tree,
  TreeItem,
  TreeItemContent,
  useDragAndDrop,
} from 'react-aria-components';
import { useFormats } from 'shared/i18n/format';
import { useText } from '../../../text';
import style from './editor.module.css';
import { type CourseDraft, lessonsOf } from './model/draft';
import { drop, mayDrop } from './model/moves';
import { type Found, find, type OutlineItem } from './model/outline';
import { StepIcon } from './step-icon';
import type { EditorModel } from './use-editor';
import type { Selection } from './use-selection';

interface OutlineTreeProps {
  editor: EditorModel;
  selection: Selection;
  readOnly: boolean;
}

/** A course with more lessons opens with its modules folded. */
const SHOWN_WHOLE = 80;
const KINDS = ['part', 'module', 'lesson'] as const;

function typeOf(kind: Found['kind']): string {
  return `application/x-trellis-${kind}`;
}

function firstExpanded(draft: CourseDraft): Set<Key> {
  const whole = lessonsOf(draft).length <= SHOWN_WHOLE;
  return new Set(draft.parts.flatMap(part => [part.key, ...(whole ? part.modules.map(module => module.key) : [])]));
}

/** What is selected must be in sight: what it lies in is unfolded. */
function useExpanded(draft: CourseDraft, found: Found | undefined) {
  const [expanded, setExpanded] = useState<Set<Key>>(() => firstExpanded(draft));
  const around = found?.kind === 'lesson' ? [found.part.key, found.parent.key] : [];
  const holders = found?.kind === 'module' ? [found.parent.key] : around;
  const wanted = holders.join();
  useEffect(() => {
    if (wanted) setExpanded(present => new Set([...present, ...wanted.split(',')]));
  }, [wanted]);
  return [expanded, setExpanded] as const;
}

export function OutlineTree({ editor, selection, readOnly }: OutlineTreeProps) {
  const text = useText();
  const { draft, alter } = editor;
  const [expanded, setExpanded] = useExpanded(draft, selection.found);

  const { dragAndDropHooks } = useDragAndDrop<OutlineItem>({
    isDisabled: readOnly,
    getItems: keys =>
      [...keys].flatMap(key => {
        const found = find(draft, String(key));
        return found ? [{ [typeOf(found.kind)]: String(key), 'text/plain': String(key) }] : [];
      }),
    acceptedDragTypes: KINDS.map(typeOf),
    getDropOperation(target, types) {
      const kind = KINDS.find(each => types.has(typeOf(each)));
      const found = target.type === 'item' ? find(draft, String(target.key)) : undefined;
      return target.type === 'item' && kind && found && mayDrop(kind, found, target.dropPosition) ? 'move' : 'cancel';
    },
    renderDropIndicator: target => <DropIndicator target={target} className={style.indicator ?? ''} />,
    onMove: ({ keys, target }) =>
      alter(present => drop(present, [...keys].map(String), String(target.key), target.dropPosition)),
  });

  return (
    <Tree
      className={style.tree ?? ''}
      aria-label={text('course.outline')}
      items={draft.parts}
      dependencies={[editor.faults, editor.base]}
      selectionMode="single"
      selectionBehavior="replace"
      selectedKeys={selection.key === undefined ? [] : [selection.key]}
      onSelectionChange={keys => {
        const [key] = keys === 'all' ? [] : keys;
        if (key !== undefined) selection.select(String(key));
      }}
      expandedKeys={expanded}
      onExpandedChange={keys => setExpanded(new Set(keys))}
      dragAndDropHooks={dragAndDropHooks}
      renderEmptyState={() => <p className={style.nothing}>{text('course.no-parts')}</p>}
    >
      {part => (
        <Row item={part} kind="part" editor={editor} readOnly={readOnly}>
          <Collection items={part.modules} dependencies={[editor.faults]}>
            {module => (
              <Row item={module} kind="module" editor={editor} readOnly={readOnly}>
                <Collection items={module.lessons} dependencies={[editor.faults]}>
                  {lesson => <Row item={lesson} kind="lesson" editor={editor} readOnly={readOnly} />}
                </Collection>
              </Row>
            )}
          </Collection>
        </Row>
      )}
    </Tree>
  );
}

interface RowProps {
  item: OutlineItem;
  kind: Found['kind'];
  editor: EditorModel;
  readOnly: boolean;
  children?: React.ReactNode;
}

function Row({ item, kind, editor, readOnly, children }: RowProps) {
  const text = useText();
  const formats = useFormats();
  const title = item.title.trim() || text('course.untitled');
  return (
    <TreeItem id={item.key} textValue={title} className={style.row ?? ''} data-kind={kind}>
      <TreeItemContent>
        {({ hasChildItems }) => (
          <div className={style.rowFace}>
            {!readOnly && (
              <AriaButton slot="drag" className={style.grip ?? ''} aria-label={text('course.drag', { title })}>
                <StepIcon name="grip" size={16} />
              </AriaButton>
            )}
            {hasChildItems ? (
              <AriaButton slot="chevron" className={style.fold ?? ''}>
                <StepIcon name="fold" size={14} />
              </AriaButton>
            ) : (
              <span className={style.noFold} />
            )}
            <span className={style.rowTitle}>{title}</span>
            {editor.faults.has(item.key) && <span className={style.mark}>{text('course.faulty')}</span>}
            {'minutes' in item && <span className={style.minutes}>{formats.minutes(item.minutes)}</span>}
          </div>
        )}
      </TreeItemContent>
      {children}
    </TreeItem>
  );
}
