import { useQuery } from '@tanstack/react-query';
import { PageTitle } from 'shared/app/page-title';
import { useFormats } from 'shared/i18n/format';
import { ProgressBar } from 'shared/parts/progress-bar';
import { Loading, Skeleton } from 'shared/parts/skeleton';
import { Failure } from 'shared/parts/state';
import { useText } from '../../../text';
import { OfflineCopy } from '../../downloads/parts/offline-copy';
import { enrolmentsQuery } from '../../learning/queries';
import { About } from '../parts/about';
import { Begin } from '../parts/begin';
import style from '../parts/course.module.css';
import { Cover } from '../parts/cover';
import { Facts } from '../parts/facts';
import { Leave } from '../parts/leave';
import { Notice } from '../parts/notice';
import notice from '../parts/notice.module.css';
import { Origin } from '../parts/origin';
import { OutlineList } from '../parts/outline-list';
import { Particulars } from '../parts/particulars';
import { isKeptBack, Prerequisites } from '../parts/prerequisites';
import { VersionNotice } from '../parts/version-notice';
import { usePreview } from '../preview';
import { useCourseProgress } from '../progress';
import { type CourseDetail, courseQuery } from '../queries';

/** Until seats are counted, a moment at a time. */
const COUNTING_TAKES = 3_000;

export default function Course({ courseId }: { courseId: string }) {
  const preview = usePreview();
  const course = useQuery({
    ...courseQuery(courseId, preview),
    refetchInterval: ({ state }) => state.data?.seat_use?.is_counting === true && COUNTING_TAKES,
  });
  const enrolments = useQuery(enrolmentsQuery);
  if (course.data && (enrolments.data || enrolments.error)) {
    const enrolled = enrolments.data?.items.some(enrolment => enrolment.course_id === courseId) ?? true;
    return <CoursePage course={course.data} enrolled={enrolled} />;
  }
  if (course.error) {
    return <Failure error={course.error} onRetry={() => course.refetch()} busy={course.isFetching} />;
  }
  return (
    <Loading className={style.course}>
      <Skeleton height="8rem" />
      <Skeleton height="2.6rem" width="60%" />
      <Skeleton height="1.6rem" width="80%" />
      <Skeleton height="44px" width="12rem" />
      <Skeleton height="24rem" />
    </Loading>
  );
}

function CoursePage({ course, enrolled }: { course: CourseDetail; enrolled: boolean }) {
  const text = useText();
  const formats = useFormats();
  const progress = useCourseProgress(course.course_id, enrolled);
  const { enrolment } = progress;
  const isPreview = usePreview() !== undefined;
  const isOver = enrolment === null && course.state === 'archived' && !isPreview;
  const keptBack = enrolment === null && isKeptBack(course) && !isPreview;
  return (
    <div className={style.course}>
      <Cover courseId={course.course_id} title={course.title} cover={course.cover} className={style.cover} />
      <header className={style.head}>
        {course.state === 'draft' && <p className={style.draft}>{text('course.draft')}</p>}
        <PageTitle lang={course.language ?? undefined} dir={course.text_direction ?? undefined}>
          {course.title}
        </PageTitle>
        <p className={style.summary} lang={course.language ?? undefined} dir={course.text_direction ?? undefined}>
          {course.summary}
        </p>
        <Facts course={course} />
        <Origin course={course} />
        <Particulars course={course} withPoints={!isOver} />
      </header>
      {course.note && (
        <Notice tone="plain" icon="person" title={text('course.note')}>
          <p className={notice.words}>{course.note}</p>
        </Notice>
      )}
      {enrolment && <VersionNotice course={course} enrolment={enrolment} />}
      {enrolment && (
        <div className={style.progress}>
          <ProgressBar
            label={text('progress.label', { title: course.title })}
            percent={enrolment.progress.percent}
            tone={enrolment.completed_at ? 'good' : 'brand'}
          />
          <p className={style.facts}>
            {enrolment.completed_at
              ? text('course.completed-on', { date: formats.date(enrolment.completed_at) })
              : text('progress', {
                  count: enrolment.progress.total,
                  done: formats.number(enrolment.progress.completed),
                  total: formats.number(enrolment.progress.total),
                })}
          </p>
          {enrolment.score && (
            <p className={style.facts}>
              {text('course.score', {
                percent: formats.percent(enrolment.score.percent),
                asked: formats.percent(enrolment.score.asked),
              })}
            </p>
          )}
        </div>
      )}
      {progress.error ? (
        <Failure error={progress.error} onRetry={progress.refetch} />
      ) : (
        <Begin course={course} progress={progress} keptBack={keptBack} />
      )}
      {!isPreview && <OfflineCopy course={course} progress={progress} />}
      <Prerequisites course={course} enrolled={enrolment !== null || isPreview || isOver} />
      <About course={course} />
      <section className={style.outline} aria-labelledby="outline">
        <h2 id="outline">{text('course.outline')}</h2>
        {course.unlock === 'in_order' && <p className={style.facts}>{text('course.in-order')}</p>}
        <OutlineList course={course} progress={progress} />
      </section>
      {enrolment && <Leave course={course} />}
    </div>
  );
}
