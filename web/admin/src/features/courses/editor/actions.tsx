import { useState } from 'react';
import { Button, buttonLook } from 'shared/parts/button';
import { PanelIcon } from '../../../parts/panel-icon';
import { type TextId, useText } from '../../../text';
import { canAskForReview, ReviewDialog } from '../versions/review-dialog';
import { previewAddress } from '../versions/version-name';
import style from './editor.module.css';
import { Faults } from './faults';
import { Publish } from './publish';
import { StepIcon } from './step-icon';
import type { Held } from './use-autosave';
import type { EditorModel } from './use-editor';
import type { Selection } from './use-selection';

interface ActionsProps {
  editor: EditorModel;
  /** Why texts are not saved by themselves. */
  held: Held;
  selection: Selection;
  courseId: string;
  onSave: () => Promise<void>;
  onPublished: () => void;
}

function statusOf({ busy, dirty, canAutosave }: EditorModel, held: Held): TextId {
  if (busy) return 'course.saving';
  if (!dirty) return 'course.saved';
  if (held) return `course.held-${held}`;
  return canAutosave ? 'course.writing' : 'course.unsaved';
}

/** How the work stands, and what can be done with it as a whole. */
export function Actions({ editor, held, selection, courseId, onSave, onPublished }: ActionsProps) {
  const text = useText();
  const [publishing, setPublishing] = useState(false);
  const [asking, setAsking] = useState(false);
  const status = statusOf(editor, held);
  const lessonId = selection.found?.kind === 'lesson' ? selection.found.lesson.id : undefined;
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
      <a className={buttonLook()} href={previewAddress(courseId, 'draft', lessonId)} target="_blank" rel="noreferrer">
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
      {canAskForReview(editor) && !editor.isGlobal && (
        <Button onClick={() => setAsking(true)}>{text('review.request')}</Button>
      )}
      {(editor.hasChanges || editor.state !== 'published') && !editor.isWithdrawn && (
        <Button look={editor.dirty ? 'plain' : 'main'} onClick={() => setPublishing(true)}>
          {text(editor.isGlobal ? 'global.show' : 'course.publish')}
        </Button>
      )}
      <Publish
        editor={editor}
        selection={selection}
        courseId={courseId}
        open={publishing}
        onClose={() => setPublishing(false)}
        onPublished={onPublished}
      />
      <ReviewDialog
        state="requested"
        title={editor.draft.title}
        blocked={
          editor.faults.size > 0 && <Faults editor={editor} selection={selection} onLeave={() => setAsking(false)} />
        }
        saves={editor.dirty}
        open={asking}
        onClose={() => setAsking(false)}
        onSend={deed => editor.bring(deed)}
      />
    </div>
  );
}
