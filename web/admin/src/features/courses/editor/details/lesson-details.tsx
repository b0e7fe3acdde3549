import { TextField } from '../../../../parts/fields';
import { useText } from '../../../../text';
import type { DraftLesson } from '../model/draft';
import { change } from '../model/outline';
import type { EditorModel } from '../use-editor';
import type { Selection } from '../use-selection';
import style from './details.module.css';
import { LessonText } from './lesson-text';
import { TitleField } from './title-field';

interface LessonDetailsProps {
  lesson: DraftLesson;
  editor: EditorModel;
  selection: Selection;
  courseId: string;
  readOnly: boolean;
}

export function LessonDetails({ lesson, editor, selection, courseId, readOnly }: LessonDetailsProps) {
  const text = useText();
  const { key } = lesson;
  const fault = editor.faults.get(key);
  const alter = (fields: Partial<DraftLesson>, about: string) =>
    editor.alter(present => change(present, key, fields), `${about}:${key}`);
  return (
    <div className={style.fields}>
      <h2>{text('course.lesson')}</h2>
      <div className={style.heads}>
        <TitleField
          label={text('course.title')}
          value={lesson.title}
          fault={fault}
          of={key}
          selection={selection}
          readOnly={readOnly}
          onChange={title => alter({ title }, 'title')}
        />
        <TextField
          type="number"
          label={text('courses.minutes')}
          value={Number.isNaN(lesson.minutes) ? '' : lesson.minutes}
          min={0}
          max={65_535}
          step={1}
          readOnly={readOnly}
          error={fault === 'minutes' ? text('course.fault.minutes') : undefined}
          onChange={event => alter({ minutes: event.target.valueAsNumber }, 'minutes')}
        />
      </div>
      <LessonText
        lesson={lesson}
        courseId={courseId}
        readOnly={readOnly}
        error={fault === 'text-too-long' ? text('course.fault.text-too-long') : undefined}
        onChange={(markdown, before) =>
          editor.alter(
            present => change(present, key, { text: markdown === before ? undefined : { markdown, before } }),
            `text:${key}`,
          )
        }
      />
    </div>
  );
}
