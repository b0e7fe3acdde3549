import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { DropZone, FileTrigger } from 'react-aria-components';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { Note } from 'shared/parts/problem-note';
import { ChooseFile } from '../../../parts/choose-file';
import { useText } from '../../../text';
import { type FileKind, LIMITS, type StoredFile } from '../file';
import { lengthOf, lengthOfFile } from '../length';
import { fileQuery } from '../queries';
import { beginUpload, endUpload, type SlotUpload, useCutOff, useUpload } from '../uploads';
import { FileLine } from './file-line';
import { FileList } from './file-list';
import style from './files.module.css';
import { percentOf, UploadCard } from './upload-card';

interface FileFieldProps {
  /** What the file is for, by a name of its own: an upload belongs to it. */
  slot: string;
  kind: FileKind;
  label: string;
  /** Whether the label is only read out. */
  hideLabel?: boolean;
  /** The digest of the file that is chosen, or nothing. */
  value: string;
  error?: string | undefined;
  readOnly: boolean;
  /** How long it plays is told of videos and audio. */
  onChosen: (file: StoredFile, seconds: number | undefined) => void;
  onRemove?: (() => void) | undefined;
  /** In the place of name and size. */
  children?: ReactNode;
}

const isPlayed = (kind: FileKind): kind is 'video' | 'audio' => kind === 'video' || kind === 'audio';

/** A file from this device, or one that is there already. */
export function FileField(props: FileFieldProps) {
  const { slot, label, hideLabel, value, error, readOnly, onChosen, children } = props;
  const text = useText();
  const upload = useUpload(slot);
  const choosing = useChoosing(props);
  useArrival(slot, onChosen);
  return (
    <fieldset className={style.field}>
      <legend className={hideLabel ? 'visually-hidden' : style.label}>{label}</legend>
      {value && (children ?? <Chosen digest={value} />)}
      {!readOnly && upload && <UploadCard slot={slot} upload={upload} />}
      {!readOnly && !upload && <Zone {...props} choosing={choosing} />}
      {!readOnly && <CutOff slot={slot} />}
      {choosing.measuring && <p className={style.soft}>{text('file.measuring')}</p>}
      {choosing.fault && <Note kind="bad">{choosing.fault}</Note>}
      {error && !choosing.fault && !upload && (
        <p className={style.error} role="alert">
          {error}
        </p>
      )}
      <Said upload={upload} />
    </fieldset>
  );
}

interface ZoneProps extends FileFieldProps {
  choosing: ReturnType<typeof useChoosing>;
}

/** Where a file is dropped or looked for. While there is none it shows that. */
function Zone({ kind, value, onRemove, choosing }: ZoneProps) {
  const text = useText();
  const [listed, setListed] = useState(false);
  return (
    <DropZone
      className={style.zone ?? ''}
      data-empty={!value || undefined}
      aria-label={text(`file.drop.${kind}`)}
      getDropOperation={() => 'copy'}
      onDrop={async event => {
        const dropped = event.items.find(item => item.kind === 'file');
        await choosing.choose(await dropped?.getFile());
      }}
    >
      {!value && <p className={style.zoneTitle}>{text(`file.drop.${kind}`)}</p>}
      <div className={style.ways}>
        <FileTrigger acceptedFileTypes={LIMITS[kind].accepts} onSelect={files => void choosing.choose(files?.[0])}>
          <ChooseFile>{text(value ? 'file.replace' : 'file.choose')}</ChooseFile>
        </FileTrigger>
        <Button onClick={() => setListed(true)} aria-haspopup="dialog">
          {text('file.listed')}
        </Button>
        {onRemove && (
          <Button look="quiet" onClick={onRemove}>
            {text('file.remove')}
          </Button>
        )}
      </div>
      <p className={style.soft}>{text(`file.limit.${kind}`)}</p>
      {listed && (
        <FileList
          kind={kind}
          onClose={() => setListed(false)}
          onPick={file => {
            setListed(false);
            void choosing.pick(file);
          }}
        />
      )}
    </DropZone>
  );
}

function CutOff({ slot }: { slot: string }) {
  const text = useText();
  const cutOff = useCutOff(slot);
  if (!cutOff) return null;
  return (
    <Note kind="info">
      {text('file.cut-off', { name: cutOff.fileName })}{' '}
      <button type="button" className={style.inline} onClick={() => endUpload(slot)}>
        {text('file.discard')}
      </button>
    </Note>
  );
}

/** How far it is, read out at every quarter: more would talk over everything else. */
function Said({ upload }: { upload: SlotUpload | undefined }) {
  const text = useText();
  const formats = useFormats();
  function words({ progress: { phase } }: SlotUpload, percent: number) {
    if (phase === 'checking') return text('file.checking');
    return `${text(`file.${phase}`)} ${formats.percent(Math.floor(percent / 25) * 25)}`;
  }
  return (
    <p className="visually-hidden" role="status">
      {upload?.state === 'running' && words(upload, percentOf(upload))}
    </p>
  );
}

/** What is wrong with a file can mostly be told before it is sent. */
function useChoosing({ slot, kind, onChosen }: FileFieldProps) {
  const text = useText();
  const formats = useFormats();
  const client = useQueryClient();
  const [fault, setFault] = useState<string>();
  const [measuring, setMeasuring] = useState(false);

  async function measured(find: () => Promise<number | undefined>): Promise<number | undefined> {
    if (!isPlayed(kind)) return undefined;
    setMeasuring(true);
    const seconds = await find();
    setMeasuring(false);
    if (seconds === undefined) setFault(text(`file.unplayable.${kind}`));
    return seconds;
  }

  function faultOf(file: File): string | undefined {
    if (file.size === 0) return text('file.empty');
    const { largest } = LIMITS[kind];
    return file.size > largest ? text('file.too-large', { limit: formats.size(largest) }) : undefined;
  }

  async function choose(file: File | undefined): Promise<void> {
    if (!file) return;
    const wrong = faultOf(file);
    setFault(wrong);
    if (wrong) return;
    const seconds = await measured(() => lengthOfFile(file));
    if (seconds !== undefined || !isPlayed(kind)) beginUpload(slot, file, kind, seconds);
  }

  async function pick(file: StoredFile): Promise<void> {
    setFault(undefined);
    // Lists have no addresses.
    const seconds = await measured(async () => {
      const { address } = await client.fetchQuery(fileQuery(file.digest));
      return address ? lengthOf(address) : undefined;
    }).catch(() => undefined);
    if (seconds !== undefined || !isPlayed(kind)) onChosen(file, seconds);
  }

  return { fault, measuring, choose, pick };
}

/** What was uploaded is taken as soon as it is ready, also when it became that while something else was shown. */
function useArrival(slot: string, onChosen: FileFieldProps['onChosen']): void {
  const client = useQueryClient();
  const upload = useUpload(slot);
  useEffect(() => {
    if (upload?.state !== 'ready' || !upload.file) return;
    const { file, seconds } = upload;
    client.setQueryData(fileQuery(file.digest).queryKey, file);
    void client.invalidateQueries({ queryKey: ['files'] });
    endUpload(slot);
    onChosen(file, seconds);
  }, [slot, upload, client, onChosen]);
}

/** By name and size; what is not known any more is told. */
function Chosen({ digest }: { digest: string }) {
  const text = useText();
  const file = useQuery(fileQuery(digest));
  if (file.data) return <FileLine file={file.data} />;
  return <p className={style.soft}>{text(file.error ? 'file.unknown' : 'loading')}</p>;
}
