import { useQuery } from '@tanstack/react-query';
import { PageTitle } from 'shared/app/page-title';
import { useFormats } from 'shared/i18n/format';
import { buttonLook } from 'shared/parts/button';
import { ProgressBar } from 'shared/parts/progress-bar';
import { Loading, Skeleton } from 'shared/parts/skeleton';
import { State } from 'shared/parts/state';
import { Link } from 'wouter';
import { type Download, sizeOfAll, useDownloads } from '../../../offline/downloads';
import { useText } from '../../../text';
import { useCourseProgress } from '../../course/progress';
import { courseQuery } from '../../course/queries';
import style from '../parts/downloads.module.css';
import { DownloadState } from '../parts/offline-copy';
import { useRoom } from '../room';

/** All courses that are on this device, and what they take. */
export default function Downloads() {
  const text = useText();
  const downloads = useDownloads();
  return (
    <div className={style.page}>
      <PageTitle>{text('downloads.title')}</PageTitle>
      {downloads === undefined ? (
        <Loading className={style.rows}>
          <Skeleton height="3rem" />
          <Skeleton height="9rem" />
        </Loading>
      ) : downloads.length === 0 ? (
        <State
          icon="download"
          title={text('downloads.empty')}
          action={
            <Link href="/learning" className={buttonLook('main')}>
              {text('downloads.empty-go')}
            </Link>
          }
        >
          {text('downloads.empty-text')}
        </State>
      ) : (
        <>
          <Sum downloads={downloads} />
          <ul className={style.rows}>
            {downloads.map(download => (
              <Row key={download.courseId} download={download} />
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function Sum({ downloads }: { downloads: readonly Download[] }) {
  const text = useText();
  const formats = useFormats();
  const size = sizeOfAll(downloads);
  const room = useRoom(downloads.map(each => each.state).join());
  const count = downloads.length;
  return (
    <div className={style.sum}>
      <p>{text('downloads.sum', { count, shown: formats.number(count), size: formats.size(size) })}</p>
      {room && (
        <>
          <ProgressBar
            label={text('downloads.room')}
            percent={Math.round((room.used * 100) / Math.max(room.used + room.left, 1))}
          />
          <p className={style.soft}>
            {text('downloads.room-of', { used: formats.size(room.used), left: formats.size(room.left) })}
          </p>
        </>
      )}
      <p className={style.soft}>{text('downloads.wiped')}</p>
    </div>
  );
}

function Row({ download }: { download: Download }) {
  const { courseId, title, language, direction } = download;
  const { data: course } = useQuery(courseQuery(courseId));
  const { stateOf } = useCourseProgress(courseId);
  return (
    <li className={style.copy}>
      <h2 className={style.title} lang={language ?? undefined} dir={direction ?? undefined}>
        <Link href={`/courses/${courseId}`}>{title}</Link>
      </h2>
      <DownloadState download={download} course={course} stateOf={stateOf} />
    </li>
  );
}
