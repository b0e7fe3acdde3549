import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { buttonLook } from 'shared/parts/button';
import { Failure, State } from 'shared/parts/state';
import { Badge } from '../../../parts/badge';
import { Card } from '../../../parts/card';
import { type Column, DataTable } from '../../../parts/data-table';
import layout from '../../../parts/layout.module.css';
import { PageHead } from '../../../parts/page-head';
import { TwoLines } from '../../../parts/two-lines';
import { usePages } from '../../../parts/use-pages';
import { ViewWaiting } from '../../../shell/view-waiting';
import { useText } from '../../../text';
import { askVersions, courseQuery } from '../queries';
import { PairPicker } from '../versions/pair-picker';
import { PreviewLink } from '../versions/preview-link';
import { useVersionName, type VersionPair } from '../versions/version-name';
import style from '../versions/versions.module.css';

type CourseVersion = Schema<'CourseVersion'>;

const route = getRouteApi('/courses/$courseId/versions');

/** What was published of a course, newest first. */
export default function Versions() {
  const { courseId } = route.useParams();
  const course = useQuery(courseQuery(courseId));
  if (course.data) return <History course={course.data.value} />;
  if (course.error) {
    return <Failure error={course.error} onRetry={() => course.refetch()} busy={course.isFetching} />;
  }
  return <ViewWaiting />;
}

function History({ course }: { course: Schema<'CourseDetail'> }) {
  const text = useText();
  const { course_id, title, version } = course;
  const pages = usePages(['course', course_id, 'versions'], askVersions(course_id));
  return (
    <>
      <PageHead
        title={text('versions')}
        lead={text('versions.lead')}
        above={{ to: `/courses/${course_id}`, label: title }}
        actions={<PreviewLink courseId={course_id} version="draft" className={buttonLook()} />}
      />
      <div className={layout.stack}>
        {version != null && <Compare courseId={course_id} newest={version} />}
        <div>
          <DataTable
            label={text('versions')}
            columns={useColumns(course_id, version ?? 0)}
            pages={pages}
            keyOf={each => String(each.version)}
            empty={
              <State icon="learning" title={text('versions.empty')}>
                {text('versions.empty-text')}
              </State>
            }
          />
        </div>
      </div>
    </>
  );
}

function Compare({ courseId, newest }: { courseId: string; newest: number }) {
  const text = useText();
  const [pair, setPair] = useState<VersionPair>({ from: newest, to: 'draft' });
  return (
    <Card title={text('difference.compare')}>
      <div className={style.compare}>
        <PairPicker newest={newest} pair={pair} onChange={setPair} />
        <Link to="/courses/$courseId/difference" params={{ courseId }} search={pair} className={buttonLook()}>
          {text('difference.go')}
        </Link>
      </div>
    </Card>
  );
}

function useColumns(courseId: string, newest: number): Column<CourseVersion>[] {
  const text = useText();
  const formats = useFormats();
  const nameOf = useVersionName();
  return [
    {
      id: 'version',
      order: 'descending',
      header: text('versions.version'),
      width: 'middle',
      cell: ({ version, published_at, is_recalled }) => (
        <TwoLines below={formats.date(published_at)}>
          <span className={style.name}>
            <strong>{nameOf(version)}</strong>
            {version === newest && <Badge tone="good">{text('versions.newest')}</Badge>}
            {is_recalled && <Badge tone="warn">{text('versions.recalled')}</Badge>}
          </span>
        </TwoLines>
      ),
    },
    {
      id: 'note',
      header: text('versions.note'),
      width: 'broad',
      cell: ({ version, note }) => <News courseId={courseId} version={version} note={note} />,
    },
    { id: 'by', header: text('versions.by'), wide: true, cell: each => <Publisher version={each} /> },
    {
      id: 'lessons',
      header: text('courses.lessons'),
      wide: true,
      cell: ({ lessons, minutes }) => <TwoLines below={formats.minutes(minutes)}>{formats.number(lessons)}</TwoLines>,
    },
  ];
}

function Publisher({ version: { published_by, published_by_name } }: { version: CourseVersion }) {
  const text = useText();
  return published_by_name ?? text(published_by == null ? 'versions.by-client' : 'versions.by-other');
}

interface NewsProps {
  courseId: string;
  version: number;
  note: string | null | undefined;
}

function News({ courseId, version, note }: NewsProps) {
  const text = useText();
  const formats = useFormats();
  return (
    <div className={style.note}>
      {note && <p className={style.words}>{note}</p>}
      <p className={style.ways}>
        <PreviewLink courseId={courseId} version={version} />
        {version > 1 && (
          <Link to="/courses/$courseId/difference" params={{ courseId }} search={{ from: version - 1, to: version }}>
            {text('versions.changes', { version: formats.number(version - 1) })}
          </Link>
        )}
      </p>
    </div>
  );
}
