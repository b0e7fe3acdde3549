import { TextArea } from '../../../../parts/fields';
import layout from '../../../../parts/layout.module.css';
import { useText } from '../../../../text';
import { ArchiveSection } from '../../../archives/parts/archive-section';
import { requiredOf } from '../model/draft';
import type { EditorModel } from '../use-editor';
import type { Selection } from '../use-selection';
import { About } from './about';
import about from './about.module.css';
import { CompletionField } from './completion-field';
import style from './details.module.css';
import { Enrolment } from './enrolment';
import { Groups } from './groups';
import { LessonOrder } from './options';
import { OwnerField } from './owner-field';
import { PercentField } from './percent-field';
import { Prerequisites } from './prerequisites';
import { Standing } from './standing';
import { TitleField } from './title-field';

interface CourseDetailsProps {
  editor: EditorModel;
  selection: Selection;
  courseId: string;
  readOnly: boolean;
  /** Whether the caller decides what the workspace makes of the course. */
  maySet: boolean;
}

export function CourseDetails({ editor, selection, courseId, readOnly, maySet }: CourseDetailsProps) {
  const text = useText();
  const { draft, alter, faults, refused } = editor;
  const fault = faults.get('course');
  const summaryFault = fault === 'summary-too-long' ? text('course.fault.summary-too-long') : undefined;
  return (
    <div className={style.fields}>
      <h2>{text('course.details')}</h2>
      {editor.state === 'published' && !readOnly && <p className={layout.small}>{text('course.details-live')}</p>}
      <TitleField
        label={text('course.title')}
        value={draft.title}
        fault={fault}
        error={refused('course', 'title')}
        of={undefined}
        selection={selection}
        readOnly={readOnly}
        onChange={title => alter(present => ({ ...present, title }), 'title')}
      />
      <TextArea
        label={text('courses.summary')}
        hint={text('courses.summary-hint')}
        value={draft.summary}
        error={summaryFault ?? refused('course', 'summary')}
        rows={5}
        readOnly={readOnly}
        onChange={event => {
          const summary = event.target.value;
          alter(present => ({ ...present, summary }), 'summary');
        }}
      />
      <TextArea
        label={text('course.note')}
        hint={text('course.note-hint')}
        value={draft.note}
        error={fault === 'note-too-long' ? text('course.fault.note-too-long') : refused('course', 'note')}
        rows={3}
        readOnly={!maySet}
        onChange={event => {
          const note = event.target.value;
          alter(present => ({ ...present, note }), 'note');
        }}
      />
      <OwnerField
        owner={draft.owner}
        error={refused('course', 'owner')}
        readOnly={!maySet}
        onChange={owner => alter(present => ({ ...present, owner }))}
      />
      <About editor={editor} courseId={courseId} readOnly={readOnly} />
      <section className={about.about} aria-labelledby="course-access">
        <h3 id="course-access">{text('course.access')}</h3>
        <Groups
          chosen={draft.groups}
          readOnly={!maySet}
          onChange={groups => alter(present => ({ ...present, groups }))}
        />
        <Prerequisites
          courseId={courseId}
          chosen={draft.prerequisites}
          error={refused('course', 'prerequisites')}
          readOnly={!maySet}
          onChange={prerequisites => alter(present => ({ ...present, prerequisites }))}
        />
        <Enrolment editor={editor} courseId={courseId} readOnly={!maySet} />
        <LessonOrder
          value={draft.unlock}
          error={refused('course', 'unlock')}
          readOnly={readOnly}
          onChange={unlock => alter(present => ({ ...present, unlock }))}
        />
        <CompletionField
          percent={draft.completion_percent}
          required={requiredOf(draft)}
          error={fault === 'completion' ? text('course.fault.completion') : refused('course', 'completion_percent')}
          readOnly={readOnly}
          onChange={percent => alter(present => ({ ...present, completion_percent: percent }), 'completion')}
        />
        <PercentField
          label={text('course.completion-score')}
          hint={text('course.completion-score-hint')}
          percent={draft.completion_score}
          error={fault === 'score' ? text('course.fault.score') : refused('course', 'completion_score')}
          readOnly={readOnly}
          onChange={score => alter(present => ({ ...present, completion_score: score }), 'score')}
        />
      </section>
      {maySet && !editor.isGlobal && <ArchiveSection courseId={courseId} title={draft.title} dirty={editor.dirty} />}
      {maySet && <Standing editor={editor} selection={selection} />}
    </div>
  );
}
