import { useQuery } from '@tanstack/react-query';
import type { Schema } from 'shared/api/schemas';
import { PageTitle } from 'shared/app/page-title';
import { buttonLook } from 'shared/parts/button';
import { Loading, Skeleton } from 'shared/parts/skeleton';
import { Failure, State } from 'shared/parts/state';
import { Link } from 'wouter';
import { meQuery } from '../../../shell/queries';
import { useText } from '../../../text';
import { Invitations } from '../../learning/parts/invitations';
import { invitationsQuery } from '../../learning/queries';
import { MyPaths } from '../../paths/parts/my-paths';
import { isSettled, takenPathsQuery } from '../../paths/queries';
import { CourseRow } from '../parts/course-row';
import { Figures } from '../parts/figures';
import style from '../parts/home.module.css';
import { Resume } from '../parts/resume';
import { SecondFactorNotice } from '../parts/second-factor-notice';
import { homeQuery } from '../queries';

export default function Home() {
  const text = useText();
  const me = useQuery(meQuery);
  const home = useQuery(homeQuery);
  const paths = useQuery(takenPathsQuery);
  const invitations = useQuery(invitationsQuery);
  const first = me.data?.name.split(' ')[0];
  return (
    <div className={style.home}>
      <PageTitle face={first ? text('home.hello', { name: first }) : <Skeleton height="1.25em" width="12rem" />}>
        {text('home.title')}
      </PageTitle>
      {me.data?.second_factor === 'required' && <SecondFactorNotice />}
      {home.data && isSettled(paths) && isSettled(invitations) ? (
        <Today home={home.data} paths={paths.data ?? []} invitations={invitations.data ?? []} />
      ) : home.error ? (
        <Failure error={home.error} onRetry={() => home.refetch()} busy={home.isFetching} />
      ) : (
        <Waiting />
      )}
    </div>
  );
}

interface TodayProps {
  home: Schema<'Home'>;
  paths: readonly Schema<'PathTaken'>[];
  invitations: readonly Schema<'OwnInvitation'>[];
}

function Today({ home, paths, invitations }: TodayProps) {
  const text = useText();
  const open = home.enrolments.filter(enrolment => !enrolment.completed_at);
  const [latest, ...others] = open;
  return (
    <div className={style.columns}>
      <div className={style.main}>
        <Invitations invitations={invitations} short />
        {latest ? <Resume enrolment={latest} /> : <Nothing finished={home.enrolments.length > 0} />}
        {others.length > 0 && (
          <section className={style.section}>
            <h2>{text('home.also')}</h2>
            <ul className={style.rows}>
              {others.slice(0, 4).map(enrolment => (
                <CourseRow key={enrolment.course_id} enrolment={enrolment} />
              ))}
            </ul>
          </section>
        )}
        <MyPaths paths={paths} short />
        {home.enrolments.length > 0 && (
          <p>
            <Link href="/learning">{text('home.more')}</Link>
          </p>
        )}
      </div>
      <Figures home={home} />
    </div>
  );
}

function Nothing({ finished }: { finished: boolean }) {
  const text = useText();
  return (
    <section className={style.card}>
      <State
        icon={finished ? 'check' : 'learning'}
        title={text(finished ? 'home.all-done' : 'home.start')}
        action={
          <Link href="/catalogue" className={buttonLook('main')}>
            {text('home.browse')}
          </Link>
        }
      >
        {text(finished ? 'home.all-done-text' : 'home.start-text')}
      </State>
    </section>
  );
}

function Waiting() {
  return (
    <Loading className={style.columns}>
      <div className={style.main}>
        <Skeleton height="22.7rem" />
      </div>
      <Skeleton height="18rem" />
    </Loading>
  );
}
