import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { useLocale } from 'shared/i18n/text';
import { Loading, Skeleton } from 'shared/parts/skeleton';
import { Failure, State } from 'shared/parts/state';
import { Card } from '../../../parts/card';
import layout from '../../../parts/layout.module.css';
import { PageHead } from '../../../parts/page-head';
import { ViewWaiting } from '../../../shell/view-waiting';
import { useText } from '../../../text';
import { languageName } from '../editor/details/languages';
import { sendDeed } from '../editor/server';
import { courseQuery, differenceQuery } from '../queries';
import style from '../versions/difference.module.css';
import { groupsOf } from '../versions/groups';
import { LessonChangeRow } from '../versions/lesson-change';
import { PairPicker } from '../versions/pair-picker';
import type { ReviewDeed } from '../versions/review-dialog';
import { ReviewNote } from '../versions/review-note';
import { useVersionName, type VersionPair } from '../versions/version-name';

const route = getRouteApi('/courses/$courseId/difference');

/** What is different between two versions of a course: usually what is to be published, for who reviews it. */
export default function Difference() {
  const text = useText();
  const { courseId } = route.useParams();
  const course = useQuery(courseQuery(courseId));
  if (!course.data) {
    if (course.error) return <Failure error={course.error} onRetry={() => course.refetch()} busy={course.isFetching} />;
    return <ViewWaiting />;
  }
  const { value } = course.data;
  if (value.version == null) {
    return (
      <>
        <PageHead title={text('difference')} above={{ to: `/courses/${courseId}`, label: value.title }} />
        <State icon="learning" title={text('versions.empty')}>
          {text('versions.empty-text')}
        </State>
      </>
    );
  }
  return <Compared course={value} etag={course.data.version} newest={value.version} />;
}

interface ComparedProps {
  course: Schema<'CourseDetail'>;
  etag: string;
  newest: number;
}

function Compared({ course, etag, newest }: ComparedProps) {
  const text = useText();
  const nameOf = useVersionName();
  const client = useQueryClient();
  const navigate = useNavigate({ from: '/courses/$courseId/difference' });
  const { from = newest, to = 'draft' } = route.useSearch();
  const pair: VersionPair = { from, to };
  const { course_id, title, review } = course;

  async function send(deed: ReviewDeed): Promise<boolean> {
    client.setQueryData(courseQuery(course_id).queryKey, await sendDeed(course_id, deed, etag, course));
    return true;
  }

  return (
    <>
      <PageHead
        title={text('difference')}
        lead={`${nameOf(from)} → ${nameOf(to)}`}
        above={{ to: `/courses/${course_id}`, label: title }}
      />
      {review && to === 'draft' && <ReviewNote review={review} title={title} onSend={send} />}
      <div className={layout.stack}>
        <search className={style.pair} aria-label={text('difference.compare')}>
          <PairPicker newest={newest} pair={pair} onChange={search => void navigate({ search, replace: true })} />
        </search>
        <Changes courseId={course_id} pair={pair} />
      </div>
    </>
  );
}

function Changes({ courseId, pair }: { courseId: string; pair: VersionPair }) {
  const text = useText();
  const formats = useFormats();
  const difference = useQuery({ ...differenceQuery(courseId, pair), refetchOnMount: 'always' });
  if (!difference.data) {
    if (difference.error)
      return <Failure error={difference.error} onRetry={() => difference.refetch()} busy={difference.isFetching} />;
    return (
      <Loading className={layout.stack}>
        <Skeleton height="10rem" />
        <Skeleton height="10rem" />
      </Loading>
    );
  }
  const { lessons, unlock, language, completion_percent, completion_score } = difference.data;
  const ofCourse = unlock || language || completion_percent || completion_score;
  if (lessons.length === 0 && !ofCourse) {
    return (
      <State icon="check" title={text('difference.none')}>
        {text('difference.none-text')}
      </State>
    );
  }
  return (
    <>
      {groupsOf(lessons).map(group => {
        const count = group.lessons.length;
        return (
          <Card key={group.kind} title={text(`difference.${group.kind}`, { count, shown: formats.number(count) })}>
            <ul className={style.list}>
              {group.lessons.map(lesson => (
                <LessonChangeRow key={lesson.lesson_id} courseId={courseId} lesson={lesson} pair={pair} />
              ))}
            </ul>
          </Card>
        );
      })}
      {ofCourse && <OfCourse difference={difference.data} />}
    </>
  );
}

/** What has changed of the course itself; title, groups and so on are no part of a version. */
function OfCourse({ difference }: { difference: Schema<'VersionDifference'> }) {
  const text = useText();
  const formats = useFormats();
  const { unlock, language, completion_percent: percent, completion_score: score } = difference;
  const locale = useLocale();
  const nameOf = (tag: string | null | undefined) => (tag ? languageName(locale, tag) : text('course.language-none'));
  return (
    <Card title={text('difference.course')}>
      <dl className={style.facts}>
        {unlock && (
          <div>
            <dt>{text('course.order')}</dt>
            <dd>
              {text(`course.order.${unlock.before}`)} → {text(`course.order.${unlock.after}`)}
            </dd>
          </div>
        )}
        {percent && (
          <div>
            <dt>{text('course.completion')}</dt>
            <dd>
              {formats.percent(percent.before)} → {formats.percent(percent.after)}
            </dd>
          </div>
        )}
        {score && (
          <div>
            <dt>{text('clash.completion_score')}</dt>
            <dd>
              {formats.percent(score.before)} → {formats.percent(score.after)}
            </dd>
          </div>
        )}
        {language && (
          <div>
            <dt>{text('clash.language')}</dt>
            <dd>
              {nameOf(language.before)} → {nameOf(language.after)}
            </dd>
          </div>
        )}
      </dl>
    </Card>
  );
}
