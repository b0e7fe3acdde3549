import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { Button } from 'shared/parts/button';
import { Note, ProblemNote } from 'shared/parts/problem-note';
import { useMay } from '../../../access';
import { PageHead } from '../../../parts/page-head';
import { useText } from '../../../text';
import { GlobalNote } from '../parts/global-note';
import { CourseStanding } from '../parts/state-badge';
import { ReviewNote } from '../versions/review-note';
import { VersionLine } from '../versions/version-line';
import { Actions } from './actions';
import { UploadsProvider } from './blocks/uploads';
import { ClashView } from './conflict/clash-view';
import { Details } from './details/details';
import style from './editor.module.css';
import { correct } from './faults';
import type { KeptDraft } from './kept-draft';
import { Losses } from './losses';
import { OutlinePane } from './outline-pane';
import { useAutosave } from './use-autosave';
import { type Loaded, useEditor } from './use-editor';
import { useEditorKeys } from './use-editor-keys';
import { usePictureUploads } from './use-picture-uploads';
import { useSelection } from './use-selection';

interface EditorProps {
  courseId: string;
  memberId: string;
  loaded: Loaded;
  kept: KeptDraft | undefined;
}

export function Editor(opened: EditorProps) {
  const text = useText();
  const may = useMay();
  const navigate = useNavigate();
  const editor = useEditor(opened);
  const selection = useSelection(editor.draft);
  const [restored, setRestored] = useState(opened.kept !== undefined);
  const { courseId, loaded } = opened;
  const readOnly = !may('manage_courses');
  const isFixed = readOnly || editor.isGlobal;
  const held = useAutosave(editor, !isFixed);
  const uploads = usePictureUploads();

  async function save() {
    const [faulty] = editor.faults.keys();
    if (faulty) correct(editor, selection, faulty);
    else await editor.save();
  }

  const refused = editor.refusals[0]?.key;
  // Only what has just been refused is shown, whatever is selected later.
  useEffect(() => {
    if (refused) selection.select(refused === 'course' ? undefined : refused, 'fault');
  }, [refused]);

  useEditorKeys({ save, undo: editor.undo, redo: editor.redo, enabled: !editor.clash && !readOnly });
  useEffect(() => {
    if (!editor.dirty) setRestored(false);
  }, [editor.dirty]);

  return (
    <>
      <PageHead
        title={editor.draft.title.trim() || text('course.untitled')}
        beside={<CourseStanding course={loaded.value} />}
        above={{ to: '/courses', label: text('courses.title') }}
        lead={<VersionLine courseId={courseId} published={editor.published} hasChanges={editor.hasChanges} />}
      />
      {editor.clash ? (
        <ClashView clash={editor.clash} onSettle={editor.settle} onBack={editor.leaveClash} />
      ) : (
        <>
          {!readOnly && (
            <Actions
              editor={editor}
              held={held}
              selection={selection}
              courseId={courseId}
              onSave={save}
              onPublished={() => void navigate({ to: '/courses/$courseId', params: { courseId }, search: true })}
            />
          )}
          {editor.review && (
            <ReviewNote
              review={editor.review}
              title={editor.draft.title}
              isRewritten={editor.isRewritten}
              onSend={deed => editor.bring(deed)}
            />
          )}
          <div className={style.notes}>
            <GlobalNote course={loaded.value} />
            {editor.error !== undefined && <ProblemNote error={editor.error} />}
            {restored && (
              <Note kind="info">
                {text('course.restored')}{' '}
                <button type="button" className={style.inline} onClick={editor.discard}>
                  {text('course.discard')}
                </button>
              </Note>
            )}
            {(editor.isNewer || held === 'conflict') && (
              <Note kind="info">
                {text('course.newer')}{' '}
                <button type="button" className={style.inline} onClick={() => void editor.compareNow()}>
                  {text('course.compare')}
                </button>
              </Note>
            )}
          </div>
          {!readOnly && <Losses editor={editor} selection={selection} />}
          <div className={style.panes} data-shown={selection.pane}>
            <OutlinePane editor={editor} selection={selection} readOnly={isFixed} />
            <section className={style.details} aria-label={text('course.details-pane')}>
              <Button look="quiet" className={style.toOutline ?? ''} onClick={selection.showOutline}>
                {text('course.to-outline')}
              </Button>
              <UploadsProvider value={uploads}>
                <Details
                  editor={editor}
                  selection={selection}
                  courseId={courseId}
                  readOnly={readOnly}
                  isFixed={isFixed}
                />
              </UploadsProvider>
            </section>
          </div>
        </>
      )}
    </>
  );
}
