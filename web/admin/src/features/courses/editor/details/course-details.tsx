import { TextArea } from '../../../../parts/fields';
import { useText } from '../../../../text';
import type { EditorModel } from '../use-editor';
import type { Selection } from '../use-selection';
import style from './details.module.css';
import { Groups } from './groups';
import { TitleField } from './title-field';

interface CourseDetailsProps {
  editor: EditorModel;
  selection: Selection;
  readOnly: boolean;
}

export function CourseDetails({ editor, selection, readOnly }: CourseDetailsProps) {
  const text = useText();
  const { draft, alter, faults } = editor;
  const fault = faults.get('course');
  return (
    <div className={style.fields}>
      <h2>{text('course.details')}</h2>
      <TitleField
        label={text('course.title')}
        value={draft.title}
        fault={fault}
        of={undefined}
        selection={selection}
        readOnly={readOnly}
        onChange={title => alter(present => ({ ...present, title }), 'title')}
      />
      <TextArea
        label={text('courses.summary')}
        hint={text('courses.summary-hint')}
        value={draft.summary}
        error={fault === 'summary-too-long' ? text('course.fault.summary-too-long') : undefined}
        rows={5}
        readOnly={readOnly}
        onChange={event => {
          const summary = event.target.value;
          alter(present => ({ ...present, summary }), 'summary');
        }}
      />
      <Groups
        chosen={draft.groups}
        readOnly={readOnly}
        onChange={groups => alter(present => ({ ...present, groups }))}
      />
    </div>
  );
}
