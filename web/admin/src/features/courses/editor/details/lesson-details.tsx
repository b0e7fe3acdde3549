import { TextField } from '../../../../parts/fields';
import { useText } from '../../../../text';
import { contentFault, kindOf } from '../content/kinds';
import { KindIcon } from '../kind-icon';
import type { DraftLesson } from '../model/draft';
import { change } from '../model/outline';
import type { EditorModel } from '../use-editor';
import type { Selection } from '../use-selection';
import { LessonText } from '../writing/lesson-text';
import style from './details.module.css';
import { ContentPreview, LessonContent } from './lesson-content';
import { LessonRules } from './lesson-rules';
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
  const { key, kind } = lesson;
  const { faults, refused, isChecked } = editor;
  const fault = faults.get(key);
  const ofContent = isChecked && lesson.content ? contentFault(lesson.content.value) : undefined;
  const { More } = kindOf(kind);
  const alter = (fields: Partial<DraftLesson>, about: string) =>
    editor.alter(present => change(present, key, fields), `${about}:${key}`);
  return (
    <div className={style.fields}>
      <h2 className={style.kind}>
        <KindIcon kind={kind} />
        {text(kindOf(kind).name)}
      </h2>
      {More && lesson.id !== undefined && <More courseId={courseId} lessonId={lesson.id} />}
      <div className={style.heads}>
        <TitleField
          label={text('course.title')}
          value={lesson.title}
          fault={fault}
          error={refused(key, 'title')}
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
          error={fault === 'minutes' ? text('course.fault.minutes') : refused(key, 'minutes')}
          onChange={event => alter({ minutes: event.target.valueAsNumber }, 'minutes')}
        />
      </div>
      <LessonContent
        lesson={lesson}
        courseId={courseId}
        readOnly={readOnly}
        error={ofContent ? text(`course.fault.${ofContent}`) : refused(key, 'content')}
        onChange={(value, before) =>
          alter(
            { content: JSON.stringify(value) === JSON.stringify(before) ? undefined : { value, before } },
            // What is typed within one line is one step back.
            `content:${JSON.stringify(value).split('{').length}`,
          )
        }
      />
      <LessonRules
        lesson={lesson}
        editor={editor}
        readOnly={readOnly}
        onChange={fields => editor.alter(present => change(present, key, fields))}
      />
      <LessonText
        lesson={lesson}
        below={kindOf(kind).Preview && <ContentPreview lesson={lesson} courseId={courseId} />}
        courseId={courseId}
        editor={editor}
        readOnly={readOnly}
        error={fault === 'text-too-long' ? text('course.fault.text-too-long') : refused(key, 'markdown')}
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
