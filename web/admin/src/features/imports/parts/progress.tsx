import { Link } from '@tanstack/react-router';
import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { Button, buttonLook } from 'shared/parts/button';
import { Note } from 'shared/parts/problem-note';
import { ProgressBar } from 'shared/parts/progress-bar';
import { useText } from '../../../text';
import style from './import.module.css';
import { sendAgain, stopUpload, type Upload, useUpload } from './upload';

type Status = Schema<'ImportStatus'>;

/** How far the import is: the archive on its way, then its lessons and pictures one by one. */
export function Progress({ status }: { status: Status }) {
  const upload = useUpload(status.import_id);
  if (status.state === 'running') return <Running status={status} />;
  if (status.state === 'queued') return <Queued />;
  if (status.state !== 'waiting') return null;
  return upload ? <Uploading upload={upload} /> : <Awaited />;
}

function Uploading({ upload }: { upload: Upload }) {
  const text = useText();
  const formats = useFormats();
  const percent = Math.floor((upload.sent / Math.max(upload.size, 1)) * 100);
  if (upload.state === 'failed' || upload.state === 'stopped') {
    return (
      <section className={style.card}>
        <Note kind="bad">{text(upload.state === 'failed' ? 'imports.upload-failed' : 'imports.upload-stopped')}</Note>
        <div className={style.row}>
          <Button look="main" onClick={() => sendAgain(upload.importId)}>
            {text('imports.send-again')}
          </Button>
        </div>
      </section>
    );
  }
  const arrived = upload.state === 'arrived';
  return (
    <section className={style.card}>
      <div className={style.line}>
        <h2>{text(arrived ? 'imports.arrived' : 'imports.uploading')}</h2>
        <p className={style.figure}>
          {text('imports.of', {
            done: formats.size(arrived ? upload.size : upload.sent),
            total: formats.size(upload.size),
          })}
        </p>
      </div>
      <ProgressBar label={text('imports.uploading')} percent={arrived ? 100 : percent} />
      {!arrived && (
        <div className={style.line}>
          <p className={style.soft}>{text('imports.stay')}</p>
          <Button onClick={() => stopUpload(upload.importId)}>{text('imports.stop')}</Button>
        </div>
      )}
      {arrived && <p className={style.soft}>{text('imports.soon')}</p>}
      <p className="visually-hidden" role="status">
        {formats.percent(Math.floor(percent / 25) * 25)}
      </p>
    </section>
  );
}

function Running({ status }: { status: Status }) {
  const text = useText();
  const formats = useFormats();
  const { done, total } = status.progress;
  const percent = total === 0 ? 0 : Math.floor((done / total) * 100);
  return (
    <section className={style.card}>
      <div className={style.line}>
        <h2>{text(total === 0 ? 'imports.reading' : 'imports.storing')}</h2>
        {total > 0 && (
          <p className={style.figure}>
            {text('imports.of', { done: formats.number(done), total: formats.number(total) })}
          </p>
        )}
      </div>
      {total === 0 ? (
        <div className={style.indeterminate} role="progressbar" aria-label={text('imports.reading')} />
      ) : (
        <ProgressBar label={text('imports.storing')} percent={percent} />
      )}
      <p className={style.soft}>{text('imports.goes-on')}</p>
      <p className="visually-hidden" role="status">
        {formats.percent(Math.floor(percent / 25) * 25)}
      </p>
    </section>
  );
}

/** The archive is there, and another import of the workspace is at work. */
function Queued() {
  const text = useText();
  return (
    <section className={style.card} role="status">
      <h2>{text('imports.in-line')}</h2>
      <p className={style.soft}>{text('imports.in-line-text')}</p>
    </section>
  );
}

/** Announced, but not sent from this page: perhaps from another one, perhaps it was cut off. */
function Awaited() {
  const text = useText();
  return (
    <section className={style.card}>
      <h2>{text('imports.awaited')}</h2>
      <p className={style.soft}>{text('imports.awaited-text')}</p>
      <div className={style.row}>
        <Link to="/imports/new" className={buttonLook()}>
          {text('imports.again')}
        </Link>
      </div>
    </section>
  );
}
