import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { showToast } from 'shared/parts/toasts';
import { FormDialog } from '../../../../parts/form-dialog';
import { useText } from '../../../../text';
import editorStyle from '../editor.module.css';
import type { EditorModel } from '../use-editor';
import about from './about.module.css';

/** What can be done with a course by where it stands; publishing is in the bar above. */
const DEEDS = {
  draft: ['delete'],
  published: ['archive', 'unpublish'],
  archived: ['unpublish'],
} as const;

type Deed = (typeof DEEDS)[keyof typeof DEEDS][number] | 'recall';

/** Versions that were wrong can be recalled later as well, once the newest one is right. */
function deedsOf({ state, published = 0, hasChanges }: EditorModel): readonly Deed[] {
  const canRecall = state === 'published' && published > 1 && !hasChanges;
  return canRecall ? [...DEEDS[state], 'recall'] : DEEDS[state];
}

/** Takes a course back, puts it away or deletes it. */
export function Standing({ editor }: { editor: EditorModel }) {
  const text = useText();
  const [deed, setDeed] = useState<Deed>();
  return (
    <section className={about.about} aria-labelledby="course-standing">
      <h3 id="course-standing">{text('course.standing')}</h3>
      <p>{text(`course.standing-${editor.state}`)}</p>
      <div className={about.deeds}>
        {deedsOf(editor).map(deed => (
          <Button key={deed} onClick={() => setDeed(deed)}>
            {text(`course.${deed}`)}
          </Button>
        ))}
      </div>
      {deed && <Confirm key={deed} editor={editor} deed={deed} onClose={() => setDeed(undefined)} />}
    </section>
  );
}

function Confirm({ editor, deed, onClose }: { editor: EditorModel; deed: Deed; onClose: () => void }) {
  const text = useText();
  const navigate = useNavigate();
  const formats = useFormats();
  const { title } = editor.draft;
  return (
    <FormDialog
      title={text(`course.${deed}-title`, { title })}
      open
      onClose={onClose}
      action={text(`course.${deed}-go`)}
      danger={deed === 'delete'}
      ready={deed === 'delete' || editor.faults.size === 0}
      onSubmit={async () => {
        if (deed === 'recall') return editor.bring({ kind: 'publish', recall: true });
        if (deed !== 'delete') return editor.bring({ kind: deed });
        await editor.remove();
        showToast(text('course.deleted', { title }));
        await navigate({ to: '/courses' });
        return true;
      }}
    >
      <p>{text(`course.${deed}-means`, { version: formats.number(editor.published ?? 0) })}</p>
      {deed !== 'delete' && editor.dirty && <p>{text('course.publish-saves')}</p>}
      {deed !== 'delete' && editor.faults.size > 0 && (
        <p className={editorStyle.fault}>{text('course.publish-faults')}</p>
      )}
    </FormDialog>
  );
}
