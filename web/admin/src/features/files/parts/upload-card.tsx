import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { Icon } from 'shared/parts/icon';
import { Note } from 'shared/parts/problem-note';
import { ProgressBar } from 'shared/parts/progress-bar';
import { useText } from '../../../text';
import { endUpload, pauseUpload, resumeUpload, type SlotUpload } from '../uploads';
import style from './files.module.css';
import { useFaultText } from './use-fault-text';

interface UploadCardProps {
  slot: string;
  upload: SlotUpload;
}

/** A file on its way: how far it is, how long it takes, and what can be done. */
export function UploadCard({ slot, upload }: UploadCardProps) {
  const text = useText();
  const faultText = useFaultText();
  const { fileName, state, error } = upload;
  if (state === 'refused' || state === 'failed') {
    return (
      <div className={style.card}>
        <p className={style.name}>{fileName}</p>
        <Note kind="bad">
          {state === 'refused' && <strong>{text('file.refused')} </strong>}
          {faultText(error)}
        </Note>
        <div className={style.ways}>
          {state === 'failed' && (
            <Button look="main" onClick={() => resumeUpload(slot)}>
              {text('file.retry')}
            </Button>
          )}
          <Button onClick={() => endUpload(slot)}>{text('file.other')}</Button>
        </div>
      </div>
    );
  }
  return <Running slot={slot} upload={upload} />;
}

function Running({ slot, upload }: UploadCardProps) {
  const text = useText();
  const formats = useFormats();
  const { progress, state } = upload;
  const { phase, done, total } = progress;
  const percent = percentOf(upload);
  const isPaused = state === 'paused';
  return (
    <div className={style.card} data-state={state}>
      <div className={style.line}>
        <p className={style.name}>{upload.fileName}</p>
        <p className={style.figure}>
          {phase === 'checking'
            ? formats.size(total)
            : text('file.of', { done: formats.size(done), total: formats.size(total) })}
        </p>
      </div>
      {phase === 'checking' ? (
        <div className={style.indeterminate} role="progressbar" aria-label={text('file.checking')} />
      ) : (
        <ProgressBar label={text(`file.${phase}`)} percent={percent} />
      )}
      <div className={style.line}>
        <p className={style.soft}>{words()}</p>
        <div className={style.ways}>
          {phase !== 'checking' && (
            <Button onClick={() => (isPaused ? resumeUpload(slot) : pauseUpload(slot))}>
              {text(isPaused ? 'file.resume' : 'file.pause')}
            </Button>
          )}
          <Button look="quiet" onClick={() => endUpload(slot)}>
            {text('file.cancel')}
          </Button>
        </div>
      </div>
    </div>
  );

  function words() {
    if (isPaused) return text('file.paused');
    if (progress.waits) {
      return (
        <span className={style.waits}>
          <Icon name="cloud" size={16} />
          {text('file.waits')}
        </span>
      );
    }
    const left = leftOf(upload);
    if (phase !== 'uploading' || left === undefined) return text(`file.${phase}`);
    return left < 60 ? text('file.left-short') : text('file.left', { time: formats.minutes(Math.ceil(left / 60)) });
  }
}

export function percentOf({ progress: { phase, done, total } }: SlotUpload): number {
  return phase === 'checking' ? 100 : Math.floor((done / Math.max(total, 1)) * 100);
}

/** Seconds, once it is known how fast it is. */
function leftOf({ progress, speed }: SlotUpload): number | undefined {
  return speed ? (progress.total - progress.done) / speed : undefined;
}
