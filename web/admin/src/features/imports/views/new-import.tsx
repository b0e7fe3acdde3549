import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { DropZone, FileTrigger } from 'react-aria-components';
import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { Choice } from 'shared/parts/choice';
import { Note, ProblemNote } from 'shared/parts/problem-note';
import { ChooseFile } from '../../../parts/choose-file';
import { PageHead } from '../../../parts/page-head';
import { PanelIcon } from '../../../parts/panel-icon';
import { useAttempt } from '../../../parts/use-attempt';
import { type TextId, useText } from '../../../text';
import { ChooseCourse, type Destination } from '../parts/choose-course';
import style from '../parts/imports.module.css';
import { beginUpload } from '../parts/upload';

type ArchiveKind = Schema<'ArchiveKind'>;

const LARGEST = 200 * 1024 * 1024;

/** How large a course with its videos may be, the API says. */
function faultOf(file: File, kind: ArchiveKind): TextId | undefined {
  if (!/\.zip$/i.test(file.name)) return kind === 'mdbook' ? 'imports.not-zip' : 'archives.not-zip';
  if (file.size === 0) return 'imports.file-empty';
  return kind === 'mdbook' && file.size > LARGEST ? 'imports.too-large' : undefined;
}

export default function NewImport() {
  const text = useText();
  const formats = useFormats();
  const navigate = useNavigate();
  const attempt = useAttempt();
  const [kind, setKind] = useState<ArchiveKind>('mdbook');
  const [file, setFile] = useState<File>();
  const [destination, setDestination] = useState<Destination>({ use: 'create', course: undefined });
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const fault = file && faultOf(file, kind);
  // What was exported becomes a course of its own.
  const use = kind === 'mdbook' ? destination.use : 'create';
  const course = use === 'update' ? destination.course?.course_id : undefined;
  const ready = file && !fault && (use === 'create' || course !== undefined);

  function choose(chosen: File | undefined) {
    setFile(chosen);
    setError(undefined);
  }

  async function begin() {
    if (!ready) return;
    setBusy(true);
    setError(undefined);
    try {
      const importId = await beginUpload(
        file,
        { kind, courseId: course },
        attempt([kind, file.name, file.size, file.lastModified, course ?? '']),
      );
      await navigate({ to: '/imports/$importId', params: { importId } });
    } catch (refused) {
      setError(refused);
      setBusy(false);
    }
  }

  return (
    <div className={style.page}>
      <PageHead
        title={text('imports.new')}
        lead={text(kind === 'mdbook' ? 'imports.new-lead' : 'archives.new-lead')}
        above={{ to: '/imports', label: text('imports.title') }}
      />
      <Choice
        legend={text('archives.kind')}
        name="kind"
        options={[
          { value: 'mdbook', label: text('archives.kind-mdbook') },
          { value: 'trellis', label: text('archives.kind-trellis') },
        ]}
        value={kind}
        onChange={chosen => {
          setKind(chosen);
          setError(undefined);
        }}
      />
      <DropZone
        className={style.zone ?? ''}
        aria-label={text('imports.zone')}
        getDropOperation={() => 'copy'}
        onDrop={async event => {
          const dropped = event.items.find(item => item.kind === 'file');
          choose(await dropped?.getFile());
        }}
      >
        <span className={style.sign}>
          <PanelIcon name="import" size={28} />
        </span>
        <p className={style.zoneTitle}>{file ? file.name : text('imports.drop')}</p>
        <p className={style.soft}>
          {file ? formats.size(file.size) : text(kind === 'mdbook' ? 'imports.drop-hint' : 'archives.drop-hint')}
        </p>
        <FileTrigger
          acceptedFileTypes={['.zip', 'application/zip', 'application/x-zip-compressed']}
          onSelect={files => choose(files?.[0])}
        >
          <ChooseFile>{text(file ? 'imports.other-file' : 'imports.choose')}</ChooseFile>
        </FileTrigger>
      </DropZone>
      {fault && <Note kind="bad">{text(fault)}</Note>}
      {kind === 'mdbook' && (
        <ChooseCourse
          value={destination}
          onChange={value => {
            setDestination(value);
            setError(undefined);
          }}
        />
      )}
      {error !== undefined && <ProblemNote error={error} />}
      <div className={style.ends}>
        <Button look="main" busy={busy} aria-disabled={!ready || undefined} onClick={begin}>
          {text('imports.begin')}
        </Button>
      </div>
      <section className={style.advice} aria-labelledby="advice">
        <h2 id="advice">{text('imports.advice')}</h2>
        <ul>
          <li>{text(kind === 'mdbook' ? 'imports.advice-book' : 'archives.advice')}</li>
          <li>{text(use === 'update' ? 'imports.advice-update' : 'imports.advice-draft')}</li>
          {kind === 'mdbook' && <li>{text('imports.advice-warnings')}</li>}
        </ul>
      </section>
    </div>
  );
}
