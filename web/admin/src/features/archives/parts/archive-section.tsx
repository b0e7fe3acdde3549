import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from 'shared/parts/button';
import { ProblemNote } from 'shared/parts/problem-note';
import { TextField } from '../../../parts/fields';
import { FormDialog } from '../../../parts/form-dialog';
import { useAttempt } from '../../../parts/use-attempt';
import { useText } from '../../../text';
import about from '../../courses/editor/details/about.module.css';
import { beginCopy, beginExport } from '../queries';
import { copyTitle, LONGEST_TITLE } from '../title';

interface ArchiveSectionProps {
  courseId: string;
  title: string;
  /** Only what is saved is exported and copied. */
  dirty: boolean;
}

/** A course as an archive to keep or to take elsewhere, and as the beginning of another one. */
export function ArchiveSection({ courseId, title, dirty }: ArchiveSectionProps) {
  const text = useText();
  const navigate = useNavigate();
  const attempt = useAttempt();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [copying, setCopying] = useState(false);

  async function begin() {
    setBusy(true);
    setError(undefined);
    try {
      const { export_id: exportId } = await beginExport(courseId, attempt(courseId));
      await navigate({ to: '/courses/$courseId/exports/$exportId', params: { courseId, exportId } });
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  }

  return (
    <section className={about.about} aria-labelledby="course-archive">
      <h3 id="course-archive">{text('archives.section')}</h3>
      <p>{text('archives.section-text')}</p>
      {dirty && <p>{text('archives.unsaved')}</p>}
      <div className={about.deeds}>
        <Button busy={busy} onClick={begin}>
          {text('archives.export')}
        </Button>
        <Button onClick={() => setCopying(true)}>{text('archives.copy')}</Button>
      </div>
      {error !== undefined && <ProblemNote error={error} />}
      {copying && <Copy courseId={courseId} title={title} onClose={() => setCopying(false)} />}
    </section>
  );
}

interface CopyProps {
  courseId: string;
  title: string;
  onClose: () => void;
}

function Copy({ courseId, title, onClose }: CopyProps) {
  const text = useText();
  const navigate = useNavigate();
  const attempt = useAttempt();
  const [name, setName] = useState(() => copyTitle(of => text('archives.copy-of', { title: of }), title));
  const wanted = name.trim();
  return (
    <FormDialog
      title={text('archives.copy-title', { title })}
      open
      onClose={onClose}
      action={text('archives.copy-go')}
      ready={wanted !== ''}
      onSubmit={async () => {
        const importId = await beginCopy(courseId, wanted, attempt([courseId, wanted]));
        await navigate({ to: '/imports/$importId', params: { importId } });
      }}
    >
      <p>{text('archives.copy-means')}</p>
      <TextField
        label={text('courses.name')}
        value={name}
        maxLength={LONGEST_TITLE}
        required
        onChange={event => setName(event.target.value)}
      />
    </FormDialog>
  );
}
