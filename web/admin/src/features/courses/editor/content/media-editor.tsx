import { useQuery } from '@tanstack/react-query';
import { clock } from 'shared/i18n/format';
import { TextField } from '../../../../parts/fields';
import { useText } from '../../../../text';
import { FileField } from '../../../files/parts/file-field';
import { FileLine } from '../../../files/parts/file-line';
import { fileQuery } from '../../../files/queries';
import { CaptionsField } from './captions-field';
import style from './content.module.css';
import type { ContentEditorProps, ContentOf, KindOfLesson } from './kind';

type MediaKind = 'video' | 'audio';

const MOST = 100;
export const WATCHED = 90;

export function MediaEditor<Kind extends MediaKind>(props: ContentEditorProps<Kind>) {
  // A content of this kind stays one, which the type cannot say of what is spread.
  const { content, slot, readOnly, error, onChange } = props as unknown as ContentEditorProps<'video'>;
  const { kind }: { kind: MediaKind } = content;
  const text = useText();
  const percent = content.watched_percent ?? WATCHED;
  return (
    <div className={style.content}>
      <FileField
        slot={slot}
        kind={kind}
        label={text(`course.${kind}`)}
        value={content.file}
        error={error}
        readOnly={readOnly}
        onChosen={(file, seconds = 1) => onChange({ ...content, file: file.digest, seconds })}
      >
        <Playable content={content} />
      </FileField>
      <CaptionsField
        slot={`${slot}/captions`}
        captions={content.captions ?? []}
        readOnly={readOnly}
        onChange={captions => onChange({ ...content, captions })}
      />
      <TextField
        type="number"
        label={text('course.watched')}
        hint={text(percent === 0 ? 'course.watched-none' : 'course.watched-hint')}
        value={Number.isNaN(percent) ? '' : percent}
        min={0}
        max={MOST}
        step={1}
        readOnly={readOnly}
        error={isPercent(percent) ? undefined : text('course.fault.watched')}
        onChange={event => onChange({ ...content, watched_percent: event.target.valueAsNumber })}
      />
    </div>
  );
}

function isPercent(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= MOST;
}

/** The file as it plays, with its name and how long it is. */
function Playable({ content }: { content: { kind: MediaKind; file: string; seconds: number } }) {
  const text = useText();
  const { data, error } = useQuery({ ...fileQuery(content.file), enabled: content.file !== '' });
  if (!data) return <p className={style.soft}>{text(error ? 'file.unknown' : 'loading')}</p>;
  const Media = content.kind;
  return (
    <div className={style.playable}>
      {data.address && (
        <Media key={content.file} src={data.address} controls preload="metadata" aria-label={data.file_name} />
      )}
      <FileLine file={data} more={clock(content.seconds)} />
    </div>
  );
}

export function MediaPreview({ content }: { content: ContentOf<MediaKind> }) {
  return content.file === '' ? null : <Playable content={content} />;
}

/** What videos and audio have in common. */
export const MEDIA = {
  needsText: false,
  text: ({ file, watched_percent, captions = [] }: ContentOf<MediaKind>) =>
    [
      file.slice(0, 12),
      `${watched_percent ?? WATCHED} %`,
      ...captions.map(each => `${each.language} ${each.file.slice(0, 12)}`),
    ].join('\n'),
  fault: ({ file, watched_percent = WATCHED }: ContentOf<MediaKind>) => {
    if (file === '') return 'no-file';
    return isPercent(watched_percent) ? undefined : 'watched';
  },
} satisfies Partial<KindOfLesson<MediaKind>>;
