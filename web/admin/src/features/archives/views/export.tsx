import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { buttonLook } from 'shared/parts/button';
import { Icon } from 'shared/parts/icon';
import { Note } from 'shared/parts/problem-note';
import { ProgressBar } from 'shared/parts/progress-bar';
import { Failure } from 'shared/parts/state';
import { PageHead } from '../../../parts/page-head';
import { Reason } from '../../../parts/reason';
import { ViewWaiting } from '../../../shell/view-waiting';
import { useText } from '../../../text';
import { courseQuery } from '../../courses/queries';
import style from '../../imports/parts/import.module.css';
import { exportQuery } from '../queries';

type CourseExport = Schema<'CourseExport'>;

const route = getRouteApi('/courses/$courseId/exports/$exportId');

export default function Export() {
  const text = useText();
  const { courseId, exportId } = route.useParams();
  const asked = useQuery(exportQuery(courseId, exportId));
  const course = useQuery(courseQuery(courseId));
  const { data, error } = asked;
  if (!data && error) {
    return <Failure error={error} onRetry={() => void asked.refetch()} busy={asked.isFetching} />;
  }
  if (!data) return <ViewWaiting />;
  const title = course.data?.value.title ?? '';
  return (
    <>
      <PageHead
        title={title ? text('archives.export-of', { title }) : text('archives.export')}
        above={{ to: `/courses/${courseId}`, label: title || text('archives.back') }}
      />
      <div className={style.stack}>
        {error && <Note kind="bad">{text('imports.lost-sight')}</Note>}
        <Progress made={data} />
      </div>
    </>
  );
}

function Progress({ made }: { made: CourseExport }) {
  switch (made.state) {
    case 'queued':
      return <Queued />;
    case 'running':
      return <Running made={made} />;
    case 'done':
      return <Done made={made} />;
    case 'failed':
      return <Failed made={made} />;
  }
}

function Queued() {
  const text = useText();
  return (
    <section className={style.card} role="status">
      <h2>{text('archives.queued')}</h2>
      <p className={style.soft}>{text('archives.goes-on')}</p>
    </section>
  );
}

function Running({ made: { done, total } }: { made: CourseExport }) {
  const text = useText();
  const formats = useFormats();
  const percent = total === 0 ? 0 : Math.floor((done / total) * 100);
  return (
    <section className={style.card}>
      <div className={style.line}>
        <h2>{text('archives.running')}</h2>
        {total > 0 && (
          <p className={style.figure}>
            {text('imports.of', { done: formats.number(done), total: formats.number(total) })}
          </p>
        )}
      </div>
      <ProgressBar label={text('archives.running')} percent={percent} />
      <p className={style.soft}>{text('archives.goes-on')}</p>
      <p className="visually-hidden" role="status">
        {formats.percent(Math.floor(percent / 25) * 25)}
      </p>
    </section>
  );
}

function Done({ made }: { made: CourseExport }) {
  const text = useText();
  const formats = useFormats();
  const { file_name: name, size, address, requested_at: time } = made;
  return (
    <section className={style.card} data-tone="good" role="status">
      <div className={style.line}>
        <div>
          <h2>
            <Icon name="check" />
            {text('archives.done')}
          </h2>
          <p className={style.soft}>
            {[name, size != null && formats.size(size), formats.dateTime(time)].filter(Boolean).join(' · ')}
          </p>
        </div>
        {address && (
          <a href={address} download={name ?? undefined} className={buttonLook('main')}>
            <Icon name="download" size={18} />
            {text('archives.download')}
          </a>
        )}
      </div>
      <p className={style.soft}>{text('archives.done-text')}</p>
    </section>
  );
}

function Failed({ made: { reason, course_id: courseId } }: { made: CourseExport }) {
  const text = useText();
  return (
    <section className={style.card} data-tone="bad" role="status">
      <h2>
        <Icon name="alert" />
        {text('archives.failed')}
      </h2>
      <Reason reason={reason} />
      <div className={style.row}>
        <Link to="/courses/$courseId" params={{ courseId }} className={buttonLook('main')}>
          {text('archives.back')}
        </Link>
      </div>
    </section>
  );
}
