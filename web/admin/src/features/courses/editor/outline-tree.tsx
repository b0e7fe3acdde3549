import { useEffect, useMemo, useState } from 'react';
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
import { type TextId, useText } from '../../../text';
import { kindOf } from './content/kinds';
import style from './editor.module.css';
import { KindIcon } from './kind-icon';
import { type CourseDraft, type DraftLesson, lessonsOf } from './model/draft';
import { locksOf } from './model/locks';
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
  const locks = useMemo(() => locksOf(draft), [draft]);

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
      dependencies={[editor.marked, editor.base, locks]}
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
          <Collection items={part.modules} dependencies={[editor.marked, locks]}>
            {module => (
              <Row item={module} kind="module" editor={editor} readOnly={readOnly}>
                <Collection items={module.lessons} dependencies={[editor.marked, locks]}>
                  {lesson => (
                    <Row
                      item={lesson}
                      kind="lesson"
                      editor={editor}
                      awaited={locks.get(lesson.key)}
                      readOnly={readOnly}
                    />
                  )}
                </Collection>
              </Row>
            )}
          </Collection>
        </Row>
      )}
    </Tree>
  );
}

/** What is not so with every lesson, as it is read out. */
function specialsOf(
  { kind, optional }: DraftLesson,
  awaited: DraftLesson | undefined,
  text: (id: TextId, values?: Record<string, string>) => string,
): string[] {
  return [
    ...(kind === 'page' ? [] : [text(kindOf(kind).name)]),
    ...(optional ? [text('course.optional')] : []),
    ...(awaited ? [text('course.opens-after', { title: awaited.title })] : []),
  ];
}

interface RowProps {
  item: OutlineItem;
  kind: Found['kind'];
  editor: EditorModel;
  /** The lesson that has to be done first. */
  awaited?: DraftLesson | undefined;
  readOnly: boolean;
  children?: React.ReactNode;
}

function Row({ item, kind, editor, awaited, readOnly, children }: RowProps) {
  const text = useText();
  const formats = useFormats();
  const title = item.title.trim() || text('course.untitled');
  const lesson = 'minutes' in item ? item : undefined;
  const special = lesson ? specialsOf(lesson, awaited, text) : [];
  return (
    <TreeItem
      id={item.key}
      textValue={title}
      aria-label={[title, ...special].join(', ')}
      className={style.row ?? ''}
      data-kind={kind}
    >
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
            {lesson && (
              <span className={style.rowKind}>
                <KindIcon kind={lesson.kind} size={16} />
              </span>
            )}
            <span className={style.rowTitle}>{title}</span>
            {editor.marked.has(item.key) && <span className={style.mark}>{text('course.faulty')}</span>}
            {lesson?.optional && <span className={style.badge}>{text('course.optional')}</span>}
            {awaited && (
              <span className={style.rowKind} title={text('course.opens-after', { title: awaited.title })}>
                <StepIcon name="lock" size={15} />
              </span>
            )}
            {lesson && <span className={style.minutes}>{formats.minutes(lesson.minutes)}</span>}
          </div>
        )}
      </TreeItemContent>
      {children}
    </TreeItem>
  );
}
