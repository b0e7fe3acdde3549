import { useQuery } from '@tanstack/react-query';
import { PageTitle } from 'shared/app/page-title';
import { Loading, Skeleton } from 'shared/parts/skeleton';
import { Failure } from 'shared/parts/state';
import { meQuery } from '../../../shell/queries';
import { useText } from '../../../text';
import { Downloads } from '../parts/downloads';
import { Look } from '../parts/look';
import style from '../parts/profile.module.css';
import { Sessions } from '../parts/sessions';

export default function Profile() {
  const text = useText();
  return (
    <div className={style.profile}>
      <PageTitle>{text('profile.title')}</PageTitle>
      <Person />
      <Look />
      <Downloads />
      <Sessions />
    </div>
  );
}

function Person() {
  const text = useText();
  const me = useQuery(meQuery);
  return (
    <section className={style.card} aria-labelledby="about-you">
      <h2 id="about-you">{text('profile.you')}</h2>
      {me.data ? (
        <dl className={style.facts}>
          <div>
            <dt>{text('profile.name')}</dt>
            <dd>{me.data.name}</dd>
          </div>
          <div>
            <dt>{text('profile.email')}</dt>
            <dd>{me.data.email}</dd>
          </div>
          <div>
            <dt>{text('profile.workspace')}</dt>
            <dd>{me.data.workspace}</dd>
          </div>
        </dl>
      ) : me.error ? (
        <Failure error={me.error} onRetry={() => me.refetch()} busy={me.isFetching} />
      ) : (
        <Loading className={style.facts}>
          <Skeleton height="var(--about)" />
        </Loading>
      )}
    </section>
  );
}
