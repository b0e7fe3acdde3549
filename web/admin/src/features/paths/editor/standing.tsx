import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from 'shared/parts/button';
import { showToast } from 'shared/parts/toasts';
import { FormDialog } from '../../../parts/form-dialog';
import { useText } from '../../../text';
import about from '../../courses/editor/details/about.module.css';
import type { PathDetail } from '../queries';
import type { PathForm } from './use-path-form';

/** What can be done with a path by where it stands; publishing is in the bar above. */
const DEEDS = {
  draft: ['delete'],
  published: ['archive', 'unpublish'],
  archived: ['unpublish'],
} as const;

type Deed = (typeof DEEDS)[keyof typeof DEEDS][number];

/** Where a deed leads, and what is said of it afterwards. */
const ENDS = {
  archive: { state: 'archived', words: 'path.archived' },
  unpublish: { state: 'draft', words: 'path.unpublished' },
} as const;

/** Takes a path back, puts it away or deletes it. */
export function Standing({ form, state }: { form: PathForm; state: PathDetail['state'] }) {
  const text = useText();
  const [deed, setDeed] = useState<Deed>();
  return (
    <section className={about.about} aria-labelledby="path-standing">
      <h3 id="path-standing">{text('course.standing')}</h3>
      <p>{text(`path.standing-${state}`)}</p>
      <div className={about.deeds}>
        {DEEDS[state].map(each => (
          <Button key={each} onClick={() => setDeed(each)}>
            {text(`path.${each}`)}
          </Button>
        ))}
      </div>
      {deed && <Confirm form={form} deed={deed} onClose={() => setDeed(undefined)} />}
    </section>
  );
}

function Confirm({ form, deed, onClose }: { form: PathForm; deed: Deed; onClose: () => void }) {
  const text = useText();
  const navigate = useNavigate();
  const { title } = form.draft;

  async function act() {
    if (deed !== 'delete') {
      const { state, words } = ENDS[deed];
      if (await form.bring(state)) showToast(text(words));
      return;
    }
    await form.remove();
    showToast(text('path.deleted', { title }));
    await navigate({ to: '/paths', ignoreBlocker: true });
  }

  return (
    <FormDialog
      title={text(`path.${deed}-title`, { title })}
      open
      onClose={onClose}
      action={text(`path.${deed}-go`)}
      danger={deed === 'delete'}
      ready={deed === 'delete' || title.trim() !== ''}
      onSubmit={act}
    >
      <p>{text(`path.${deed}-means`)}</p>
      {deed !== 'delete' && form.dirty && <p>{text('course.publish-saves')}</p>}
    </FormDialog>
  );
}
