import { useFormats } from 'shared/i18n/format';
import { useText } from '../../../../text';
import { change, type Found, itemOf } from '../model/outline';
import type { EditorModel } from '../use-editor';
import type { Selection } from '../use-selection';
import style from './details.module.css';
import { TitleField } from './title-field';

interface SectionDetailsProps {
  found: Extract<Found, { kind: 'part' | 'module' }>;
  editor: EditorModel;
  selection: Selection;
  readOnly: boolean;
}

export function SectionDetails({ found, editor, selection, readOnly }: SectionDetailsProps) {
  const text = useText();
  const formats = useFormats();
  const { key, title } = itemOf(found);
  const modules = found.kind === 'part' ? found.part.modules : [found.module];
  const lessons = modules.flatMap(module => module.lessons);
  const minutes = lessons.reduce((sum, lesson) => sum + lesson.minutes, 0);
  const count = lessons.length;
  return (
    <div className={style.fields}>
      <h2>{text(found.kind === 'part' ? 'course.part' : 'course.module')}</h2>
      <TitleField
        label={text('course.title')}
        value={title}
        fault={editor.faults.get(key)}
        error={editor.refused(key, 'title')}
        of={key}
        selection={selection}
        readOnly={readOnly}
        onChange={changed => editor.alter(present => change(present, key, { title: changed }), `title:${key}`)}
      />
      <p className={style.hint}>
        {text('course.size', { count, shown: formats.number(count) })} · {formats.minutes(minutes)}
      </p>
    </div>
  );
}
