import { useQuery } from '@tanstack/react-query';
import type { Schema } from 'shared/api/schemas';
import { PageTitle } from 'shared/app/page-title';
import { buttonLook } from 'shared/parts/button';
import { Loading, Skeleton } from 'shared/parts/skeleton';
import { Failure, State } from 'shared/parts/state';
import { Link } from 'wouter';
import { type TextId, useText } from '../../../text';
import { CourseRow } from '../../home/parts/course-row';
import { MyPaths } from '../../paths/parts/my-paths';
import { isSettled, takenPathsQuery } from '../../paths/queries';
import { Invitations } from '../parts/invitations';
import style from '../parts/learning.module.css';
import { Requests } from '../parts/requests';
import { enrolmentsQuery, invitationsQuery, requestsQuery } from '../queries';

export default function Learning() {
  const text = useText();
  const enrolments = useQuery(enrolmentsQuery);
  const paths = useQuery(takenPathsQuery);
  const invitations = useQuery(invitationsQuery);
  const requests = useQuery(requestsQuery);
  const items = enrolments.data?.items;
  return (
    <div className={style.learning}>
      <PageTitle>{text('learning.title')}</PageTitle>
      {items && [paths, invitations, requests].every(isSettled) ? (
        <>
          <Invitations invitations={invitations.data ?? []} />
          <Requests requests={requests.data ?? []} />
          <MyPaths paths={paths.data ?? []} />
          <Courses items={items} />
        </>
      ) : enrolments.error ? (
        <Failure error={enrolments.error} onRetry={() => enrolments.refetch()} busy={enrolments.isFetching} />
      ) : (
        <Loading className={style.rows}>
          {[1, 2, 3].map(each => (
            <Skeleton key={each} height="5rem" />
          ))}
        </Loading>
      )}
    </div>
  );
}

function Courses({ items }: { items: readonly Schema<'EnrolmentView'>[] }) {
  const text = useText();
  if (items.length === 0) {
    return (
      <State
        icon="learning"
        title={text('learning.empty')}
        action={
          <Link href="/catalogue" className={buttonLook('main')}>
            {text('home.browse')}
          </Link>
        }
      >
        {text('home.start-text')}
      </State>
    );
  }
  return (
    <>
      <Group title="learning.current" items={items.filter(item => !item.completed_at)} />
      <Group title="learning.done" items={items.filter(item => item.completed_at)} />
    </>
  );
}

function Group({ title, items }: { title: TextId; items: readonly Schema<'EnrolmentView'>[] }) {
  const text = useText();
  if (items.length === 0) return null;
  return (
    <section className={style.group}>
      <h2>{text(title)}</h2>
      <ul className={style.rows}>
        {items.map(enrolment => (
          <CourseRow key={enrolment.course_id} enrolment={enrolment} />
        ))}
      </ul>
    </section>
  );
}
