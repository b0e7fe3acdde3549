import { useState } from 'react';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { Confirm } from 'shared/parts/confirm';
import { Icon } from 'shared/parts/icon';
import { ProgressBar } from 'shared/parts/progress-bar';
import { Skeleton } from 'shared/parts/skeleton';
import { showToast } from 'shared/parts/toasts';
import { useOnline } from 'shared/session/use-session';
import { type Download, sizeHere, useDownload } from '../../../offline/downloads';
import { useText } from '../../../text';
import { focusPage } from '../../course/parts/notice';
import type { CourseProgress } from '../../course/progress';
import type { CourseDetail } from '../../course/queries';
import { newsOf } from '../news';
import style from './downloads.module.css';
import { StartDownload } from './start-download';

/** Only who downloads needs what does it. */
const downloader = () => import('../../../offline/downloader');

interface OfflineCopyProps {
  course: CourseDetail;
  progress: CourseProgress;
}

/** A course on this device: how it gets there, how far it is, and how it goes. */
export function OfflineCopy({ course, progress }: OfflineCopyProps) {
  const download = useDownload(course.course_id);
  const { enrolment, error } = progress;
  if (!download) {
    if (course.lessons === 0 || enrolment === null || error) return null;
    if (download === undefined || enrolment === undefined) return <Skeleton height="44px" width="14rem" />;
    return <StartDownload course={course} />;
  }
  return (
    <div className={style.copy}>
      <DownloadState download={download} course={course} stateOf={progress.stateOf} />
    </div>
  );
}

interface DownloadStateProps {
  download: Download;
  /** Without it, nothing is known of what is new. */
  course?: CourseDetail | undefined;
  stateOf: CourseProgress['stateOf'];
}

export function DownloadState({ download, course, stateOf }: DownloadStateProps) {
  switch (download.state) {
    case 'loading':
      return <Loading download={download} />;
    case 'done':
      return <Done download={download} course={course} stateOf={stateOf} />;
    default:
      return <Ended download={download} />;
  }
}

function Loading({ download }: { download: Download }) {
  const text = useText();
  const formats = useFormats();
  const online = useOnline();
  const { courseId, title, lessons, taken, expected, wasWhole } = download;
  const size = sizeHere(download);
  const percent = Math.min(99, Math.floor((size * 100) / Math.max(expected, size, 1)));
  return (
    <>
      <p className={style.state}>
        <Icon name={online ? 'download' : 'cloud'} size={18} />
        {text(online ? (wasWhole ? 'downloads.updating' : 'downloads.loading') : 'downloads.waiting')}
      </p>
      <ProgressBar label={text('downloads.progress', { title })} percent={percent} />
      <p className={style.soft}>
        {text('downloads.lessons', { done: formats.number(taken.length), total: formats.number(lessons.length) })}
        {' · '}
        {size < expected
          ? text('downloads.bytes', { done: formats.size(size), total: formats.size(expected) })
          : formats.size(size)}
      </p>
      <div className={style.ways}>
        <Button aria-label={text('downloads.cancel-what', { title })} onClick={() => end(courseId)}>
          {text('cancel')}
        </Button>
      </div>
    </>
  );
}

/** What was pressed goes with its download. */
async function end(courseId: string): Promise<void> {
  focusPage();
  await (await downloader()).cancel(courseId);
}

function Done({ download, course, stateOf }: DownloadStateProps) {
  const text = useText();
  const formats = useFormats();
  const online = useOnline();
  const { locked, title } = download;
  const news = course && newsOf(download, course, stateOf);
  return (
    <>
      <p className={style.state} data-tone="good">
        <Icon name="check" size={18} />
        {text('downloads.here', { size: formats.size(sizeHere(download)) })}
      </p>
      {news && <p className={style.soft}>{text(`downloads.news.${news}`)}</p>}
      {!news && locked.length > 0 && (
        <p className={style.soft}>
          {text('downloads.locked', { count: locked.length, shown: formats.number(locked.length) })}
        </p>
      )}
      <div className={style.ways}>
        {news && (
          <Button
            look="main"
            aria-label={text('downloads.update-what', { title })}
            aria-disabled={!online || undefined}
            onClick={online ? () => again(download) : undefined}
          >
            {text('downloads.update')}
          </Button>
        )}
        <Remove download={download} />
      </div>
    </>
  );
}

async function again(download: Download): Promise<void> {
  await (await downloader()).update(download);
}

function Ended({ download }: { download: Download }) {
  const text = useText();
  const formats = useFormats();
  const { courseId, title, state, expected } = download;
  return (
    <>
      <p className={style.state} data-tone="bad" role="alert">
        <Icon name="alert" size={18} />
        <span>
          {state === 'no-room'
            ? text('downloads.no-room', { size: formats.size(expected) })
            : text('downloads.refused')}
        </span>
      </p>
      <div className={style.ways}>
        <Button aria-label={text('downloads.retry-what', { title })} onClick={() => again(download)}>
          {text('retry')}
        </Button>
        {state === 'no-room' ? (
          <Button
            look="quiet"
            onClick={async () => {
              focusPage();
              await (await downloader()).remove(courseId);
            }}
          >
            {text('downloads.dismiss')}
          </Button>
        ) : (
          <Remove download={download} />
        )}
      </div>
    </>
  );
}

function Remove({ download: { courseId, title } }: { download: Download }) {
  const text = useText();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button aria-label={text('downloads.remove-what', { title })} onClick={() => setOpen(true)}>
        {text('downloads.remove')}
      </Button>
      <Confirm
        title={text('downloads.remove-title', { title })}
        action={text('downloads.remove-go')}
        open={open}
        onClose={() => setOpen(false)}
        onConfirm={async () => {
          await (await downloader()).remove(courseId);
          showToast(text('downloads.removed'));
          focusPage();
        }}
      >
        <p>{text('downloads.remove-means')}</p>
      </Confirm>
    </>
  );
}
