import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from 'shared/parts/button';
import { ProblemNote } from 'shared/parts/problem-note';
import { SelectField, TextField } from '../../../parts/fields';
import { PageHead } from '../../../parts/page-head';
import { useAttempt } from '../../../parts/use-attempt';
import { useText } from '../../../text';
import { FileField } from '../../files/parts/file-field';
import style from '../../imports/parts/imports.module.css';
import { PackageReport } from '../parts/package-report';
import { type CoursePackage, createCourse, launchableItems, packageQuery } from '../queries';

const SLOT = 'new-package';

/** A course made of a package: each of its parts that can be opened becomes a lesson. */
export default function NewPackage() {
  const text = useText();
  const [digest, setDigest] = useState('');
  const content = useQuery(packageQuery(digest));
  return (
    <div className={style.page}>
      <PageHead
        title={text('packages.new')}
        lead={text('packages.new-lead')}
        above={{ to: '/imports', label: text('imports.title') }}
      />
      <FileField
        slot={SLOT}
        kind="package"
        label={text('packages.file')}
        value={digest}
        readOnly={false}
        onChosen={file => setDigest(file.digest)}
      />
      {content.error && <ProblemNote error={content.error} />}
      {content.data && <PackageReport content={content.data} />}
      {content.data?.state === 'ready' && <CourseForm key={digest} content={content.data} />}
    </div>
  );
}

function CourseForm({ content }: { content: CoursePackage }) {
  const text = useText();
  const client = useQueryClient();
  const navigate = useNavigate();
  const attempt = useAttempt();
  const { digest, organisations } = content;
  const [organisation, setOrganisation] = useState(organisations[0]?.id);
  const [title, setTitle] = useState(content.title ?? '');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const isEmpty = launchableItems(content).length === 0;

  async function create() {
    setBusy(true);
    setError(undefined);
    try {
      const key = attempt([digest, organisation ?? '', title]);
      const courseId = await createCourse({ digest, organisation, title: title.trim(), key });
      void client.invalidateQueries({ queryKey: ['courses'] });
      await navigate({ to: '/courses/$courseId', params: { courseId } });
    } catch (refused) {
      setError(refused);
      setBusy(false);
    }
  }

  return (
    <>
      {organisations.length > 1 && (
        <SelectField
          label={text('packages.organisation')}
          value={organisation ?? ''}
          options={organisations.map(each => ({ value: each.id, label: each.title || each.id }))}
          onChange={event => setOrganisation(event.target.value)}
        />
      )}
      <TextField
        label={text('packages.course-title')}
        value={title}
        maxLength={200}
        onChange={event => setTitle(event.target.value)}
      />
      {error !== undefined && <ProblemNote error={error} />}
      <div className={style.ends}>
        <Button look="main" busy={busy} aria-disabled={isEmpty || undefined} onClick={isEmpty ? undefined : create}>
          {text('packages.create-course')}
        </Button>
      </div>
      <p className={style.soft}>{text('packages.create-hint')}</p>
    </>
  );
}
