import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { showToast } from 'shared/parts/toasts';
import { FormDialog } from '../../../../parts/form-dialog';
import { useText } from '../../../../text';
import { Faults } from '../faults';
import type { EditorModel } from '../use-editor';
import type { Selection } from '../use-selection';
import about from './about.module.css';

/** What can be done with a course by where it stands; publishing is in the bar above. */
const DEEDS = {
  draft: ['delete'],
  published: ['archive', 'unpublish'],
  archived: ['unpublish'],
} as const;

type Deed = (typeof DEEDS)[keyof typeof DEEDS][number] | 'recall';

/** Versions that were wrong can be recalled later as well, once the newest one is right. */
function deedsOf({ state, published = 0, hasChanges, isGlobal }: EditorModel): readonly Deed[] {
  const canRecall = state === 'published' && published > 1 && !hasChanges && !isGlobal;
  return canRecall ? [...DEEDS[state], 'recall'] : DEEDS[state];
}

/** The words for a deed: what comes from the global catalogue is hidden and subscribed to. */
function wordsOf(deed: Deed, { isGlobal }: EditorModel) {
  return isGlobal && deed !== 'recall' ? (`global.${deed}` as const) : (`course.${deed}` as const);
}

interface StandingProps {
  editor: EditorModel;
  selection: Selection;
}

/** Takes a course back, puts it away or deletes it. */
export function Standing({ editor, selection }: StandingProps) {
  const text = useText();
  const [deed, setDeed] = useState<Deed>();
  return (
    <section className={about.about} aria-labelledby="course-standing">
      <h3 id="course-standing">{text('course.standing')}</h3>
      <p>{text(`${editor.isGlobal ? 'global' : 'course'}.standing-${editor.state}`)}</p>
      <div className={about.deeds}>
        {deedsOf(editor).map(deed => (
          <Button key={deed} onClick={() => setDeed(deed)}>
            {text(wordsOf(deed, editor))}
          </Button>
        ))}
      </div>
      {deed && (
        <Confirm key={deed} editor={editor} selection={selection} deed={deed} onClose={() => setDeed(undefined)} />
      )}
    </section>
  );
}

interface ConfirmProps extends StandingProps {
  deed: Deed;
  onClose: () => void;
}

function Confirm({ editor, selection, deed, onClose }: ConfirmProps) {
  const text = useText();
  const navigate = useNavigate();
  const formats = useFormats();
  const { title } = editor.draft;
  const words = wordsOf(deed, editor);
  const isSound = deed === 'delete' || editor.faults.size === 0;
  return (
    <FormDialog
      title={text(`${words}-title`, { title })}
      open
      onClose={onClose}
      action={text(`${words}-go`)}
      danger={deed === 'delete'}
      ready={isSound}
      onSubmit={async () => {
        if (deed === 'recall') return editor.bring({ kind: 'publish', recall: true });
        if (deed !== 'delete') return editor.bring({ kind: deed });
        await editor.remove();
        showToast(text(editor.isGlobal ? 'global.deleted' : 'course.deleted', { title }));
        await navigate({ to: '/courses' });
        return true;
      }}
    >
      <p>{text(`${words}-means`, { version: formats.number(editor.published ?? 0) })}</p>
      {deed !== 'delete' && editor.dirty && <p>{text('course.publish-saves')}</p>}
      {!isSound && <Faults editor={editor} selection={selection} onLeave={onClose} />}
    </FormDialog>
  );
}
