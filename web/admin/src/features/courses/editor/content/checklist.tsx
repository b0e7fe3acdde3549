import { CheckField } from '../../../../parts/fields';
import { useText } from '../../../../text';
import { LineList } from '../details/line-list';
import style from './content.module.css';
import type { ContentEditorProps, ContentOf, KindOfLesson } from './kind';

const MOST = 100;
const LONGEST = 500;

/** Blank items are none. */
function itemsOf({ items }: ContentOf<'checklist'>) {
  return items.map(item => ({ ...item, text: item.text.trim() })).filter(item => item.text !== '');
}

function ChecklistEditor({ content, readOnly, error, onChange }: ContentEditorProps<'checklist'>) {
  const text = useText();
  return (
    <LineList
      label={text('course.items')}
      hint={text('course.items-hint')}
      add={text('course.items-add')}
      lines={content.items}
      most={MOST}
      longest={LONGEST}
      error={error}
      readOnly={readOnly}
      onChange={items => onChange({ kind: 'checklist', items })}
    />
  );
}

/** Boxes can be tried out; nothing comes of it. */
function ChecklistPreview({ content }: { content: ContentOf<'checklist'> }) {
  const items = itemsOf(content);
  return (
    <ul className={style.items}>
      {items.map((item, at) => (
        <li key={item.id ?? `new-${at}`}>
          <CheckField label={item.text} />
        </li>
      ))}
    </ul>
  );
}

/** Things to do, ticked off by those who have done them. Ids stay with their items, so that ticks do. */
export const CHECKLIST: KindOfLesson<'checklist'> = {
  name: 'course.kind.checklist',
  purpose: 'course.kind.checklist-text',
  picture: 'm4 6.500 1.500 1.500 3-3M4 13l1.500 1.500 3-3M4 19.500 5.500 21l3-3M12 6.500h8M12 13h8M12 19.500h8',
  needsText: false,
  empty: { kind: 'checklist', items: [{ text: '' }] },
  text: content =>
    itemsOf(content)
      .map(item => item.text)
      .join('\n'),
  sent: content => ({ kind: 'checklist', items: itemsOf(content) }),
  fault: content => (itemsOf(content).length === 0 ? 'no-items' : undefined),
  Editor: ChecklistEditor,
  Preview: ChecklistPreview,
};
