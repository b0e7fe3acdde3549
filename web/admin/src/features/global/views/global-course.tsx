import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { HTMLAttributes } from 'react';
import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { useLocale } from 'shared/i18n/text';
import { Button, buttonLook } from 'shared/parts/button';
import { Note, ProblemNote } from 'shared/parts/problem-note';
import { Failure } from 'shared/parts/state';
import { useMay } from '../../../access';
import { Badge } from '../../../parts/badge';
import { Card, Facts } from '../../../parts/card';
import layout from '../../../parts/layout.module.css';
import { PageHead } from '../../../parts/page-head';
import { ViewWaiting } from '../../../shell/view-waiting';
import { useText } from '../../../text';
import chips from '../../courses/editor/details/chips.module.css';
import { languageName } from '../../courses/editor/details/languages';
import { Outline } from '../parts/outline';
import style from '../parts/outline.module.css';
import { SubscriptionBadge } from '../parts/subscription-badge';
import { useSubscribe } from '../parts/use-subscribe';
import { globalCourseQuery } from '../queries';

const route = getRouteApi('/global-courses/$courseId');

type Detail = Schema<'GlobalCourseDetail'>;

/** What a course of the global catalogue contains, before one subscribes to it. */
export default function GlobalCourse() {
  const text = useText();
  const { courseId } = route.useParams();
  const course = useQuery(globalCourseQuery(courseId));
  if (course.data) return <CoursePage course={course.data} />;
  if (!course.error) return <ViewWaiting />;
  return (
    <>
      <PageHead title={text('courses.course')} above={{ to: '/global-courses', label: text('global') }} />
      <Failure error={course.error} onRetry={() => course.refetch()} busy={course.isFetching} />
    </>
  );
}

function CoursePage({ course }: { course: Detail }) {
  const text = useText();
  const { title, summary, language, text_direction, is_withdrawn, subscription, version_note, about } = course;
  const spoken = { lang: language, dir: text_direction };
  return (
    <>
      <PageHead
        title={title}
        lead={<span {...spoken}>{summary}</span>}
        beside={
          <>
            {is_withdrawn && <Badge tone="bad">{text('global.withdrawn')}</Badge>}
            {subscription && <SubscriptionBadge state={subscription} />}
          </>
        }
        above={{ to: '/global-courses', label: text('global') }}
      />
      <div className={layout.stack}>
        {is_withdrawn && <Note kind="info">{text('global.withdrawn-text')}</Note>}
        <Actions course={course} />
        <div className={layout.columns}>
          <div className={layout.stack}>
            {version_note && (
              <Card title={text('global.news')}>
                <p className={style.words} {...spoken}>
                  {version_note}
                </p>
              </Card>
            )}
            {(about.outcomes?.length ?? 0) > 0 && (
              <Card title={text('course.outcomes')}>
                <ul className={style.outcomes} {...spoken}>
                  {about.outcomes?.map(outcome => (
                    <li key={outcome}>{outcome}</li>
                  ))}
                </ul>
              </Card>
            )}
            <Card title={text('course.outline')}>
              <Outline parts={course.parts} {...spoken} />
            </Card>
          </div>
          <About course={course} />
        </div>
      </div>
    </>
  );
}

function About({ course }: { course: Detail }) {
  const text = useText();
  const formats = useFormats();
  const locale = useLocale();
  const { validation, about, language, text_direction } = course;
  const spoken = { lang: language, dir: text_direction };
  const terms = (label: string, values: readonly string[] = []) =>
    values.length > 0 ? [{ label, value: <Terms values={values} {...spoken} /> }] : [];
  const facts = [
    { label: text('global.validated-by'), value: validation.by },
    ...(validation.note ? [{ label: text('global.validation-note'), value: validation.note }] : []),
    { label: text('versions.version'), value: text('version.number', { version: formats.number(course.version) }) },
    { label: text('global.revised-at'), value: formats.date(course.revised_at) },
    { label: text('global.offered-at'), value: formats.date(course.offered_at) },
    {
      label: text('courses.lessons'),
      value: `${formats.number(course.lessons)} · ${formats.minutes(course.minutes)}`,
    },
    ...(language ? [{ label: text('course.language'), value: languageName(locale, language) }] : []),
    ...(about.level ? [{ label: text('course.level'), value: text(`course.level.${about.level}`) }] : []),
    ...(about.audience ? [{ label: text('course.audience'), value: about.audience }] : []),
    ...terms(text('course.tags'), about.tags),
    ...terms(text('course.skills'), about.skills),
  ];
  return (
    <Card title={text('details')}>
      <Facts facts={facts} />
    </Card>
  );
}

interface TermsProps extends Pick<HTMLAttributes<HTMLElement>, 'lang' | 'dir'> {
  values: readonly string[];
}

function Terms({ values, ...spoken }: TermsProps) {
  return (
    <ul className={chips.row} {...spoken}>
      {values.map(value => (
        <li key={value} className={chips.chip}>
          {value}
        </li>
      ))}
    </ul>
  );
}

/** Lessons can be read once one subscribes: whoever wants to look first subscribes hidden. */
function Actions({ course: { course_id: courseId, title, subscription, is_withdrawn } }: { course: Detail }) {
  const text = useText();
  const may = useMay();
  const navigate = useNavigate();
  const open = () => void navigate({ to: '/courses/$courseId', params: { courseId } });
  const subscribe = useSubscribe(courseId, title, hidden => hidden && open());
  if (subscription) {
    return (
      <p>
        <Link to="/courses/$courseId" params={{ courseId }} className={buttonLook('main')}>
          {text('global.open')}
        </Link>
      </p>
    );
  }
  if (is_withdrawn || !may('manage_courses')) return null;
  return (
    <div className={layout.form}>
      <div className={layout.row}>
        <Button
          look="main"
          busy={subscribe.isPending && !subscribe.variables}
          onClick={() => !subscribe.isPending && subscribe.mutate(false)}
        >
          {text('global.subscribe')}
        </Button>
        <Button
          busy={subscribe.isPending && subscribe.variables}
          onClick={() => !subscribe.isPending && subscribe.mutate(true)}
        >
          {text('global.subscribe-hidden')}
        </Button>
      </div>
      <p className={layout.small}>{text('global.subscribe-means')}</p>
      {subscribe.error && <ProblemNote error={subscribe.error} />}
    </div>
  );
}
