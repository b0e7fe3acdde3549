import { useState } from 'react';
import { Button, buttonLook } from 'shared/parts/button';
import { FormDialog } from '../../../parts/form-dialog';
import { PanelIcon } from '../../../parts/panel-icon';
import { useText } from '../../../text';
import style from './editor.module.css';
import { lessonsOf } from './model/draft';
import { StepIcon } from './step-icon';
import type { EditorModel } from './use-editor';

interface ActionsProps {
  editor: EditorModel;
  courseId: string;
  lessonId: string | undefined;
  onSave: () => Promise<void>;
  onPublished: () => void;
}

/** How the work stands, and what can be done with it as a whole. */
export function Actions({ editor, courseId, lessonId, onSave, onPublished }: ActionsProps) {
  const text = useText();
  const [publishing, setPublishing] = useState(false);
  const status = editor.busy ? 'course.saving' : editor.dirty ? 'course.unsaved' : 'course.saved';
  const lesson = lessonId === undefined ? '' : `/lessons/${lessonId}`;
  return (
    <div className={style.bar}>
      <p className={style.status} role="status" data-dirty={editor.dirty || undefined}>
        {text(status)}
      </p>
      <Button
        look="quiet"
        className={style.step ?? ''}
        aria-label={text('course.undo')}
        title={text('course.undo')}
        aria-disabled={!editor.canUndo || undefined}
        icon={<StepIcon name="undo" />}
        onClick={editor.undo}
      />
      <Button
        look="quiet"
        className={style.step ?? ''}
        aria-label={text('course.redo')}
        title={text('course.redo')}
        aria-disabled={!editor.canRedo || undefined}
        icon={<StepIcon name="redo" />}
        onClick={editor.redo}
      />
      <a className={buttonLook()} href={`/courses/${courseId}${lesson}`} target="_blank" rel="noreferrer">
        {text('course.preview')}
        <PanelIcon name="external" size={16} />
        <span className="visually-hidden">{text('course.new-tab')}</span>
      </a>
      <Button
        look={editor.dirty ? 'main' : 'plain'}
        busy={editor.busy}
        aria-disabled={!editor.dirty || undefined}
        onClick={() => editor.dirty && void onSave()}
      >
        {text('course.save')}
      </Button>
      {editor.state !== 'published' && (
        <Button look={editor.dirty ? 'plain' : 'main'} onClick={() => setPublishing(true)}>
          {text('course.publish')}
        </Button>
      )}
      <Publish editor={editor} open={publishing} onClose={() => setPublishing(false)} onPublished={onPublished} />
    </div>
  );
}

interface PublishProps {
  editor: EditorModel;
  open: boolean;
  onClose: () => void;
  onPublished: () => void;
}

/** Says what publishing means and what is missing for it; learners see the course from then on. */
function Publish({ editor, open, onClose, onPublished }: PublishProps) {
  const text = useText();
  const { draft } = editor;
  const hasLessons = lessonsOf(draft).length > 0;
  const isSound = editor.faults.size === 0;
  const groups = draft.groups.length;
  return (
    <FormDialog
      title={text('course.publish-title', { title: draft.title })}
      open={open}
      onClose={onClose}
      action={text('course.publish-go')}
      ready={hasLessons && isSound}
      onSubmit={async () => {
        if (await editor.bring('publish')) onPublished();
      }}
    >
      <ul className={style.rules}>
        <li>{groups === 0 ? text('course.publish-all') : text('course.publish-groups', { count: groups })}</li>
        <li>{text('course.publish-stays')}</li>
        {editor.dirty && <li>{text('course.publish-saves')}</li>}
      </ul>
      {!hasLessons && <p className={style.fault}>{text('course.publish-no-lessons')}</p>}
      {!isSound && <p className={style.fault}>{text('course.publish-faults')}</p>}
    </FormDialog>
  );
}
