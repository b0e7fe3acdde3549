import { useQuery } from '@tanstack/react-query';
import { PageTitle } from 'shared/app/page-title';
import { Loading, Skeleton } from 'shared/parts/skeleton';
import { Failure } from 'shared/parts/state';
import { useText } from '../../../text';
import { Cover } from '../../course/parts/cover';
import { Begin } from '../parts/begin';
import { Leave } from '../parts/leave';
import style from '../parts/path.module.css';
import { PathFacts } from '../parts/path-facts';
import { PathProgress } from '../parts/path-progress';
import { Route } from '../parts/route';
import { type PathDetail, pathQuery } from '../queries';

export default function Path({ pathId }: { pathId: string }) {
  const path = useQuery(pathQuery(pathId));
  if (path.data) return <PathPage path={path.data} />;
  if (path.error) return <Failure error={path.error} onRetry={() => path.refetch()} busy={path.isFetching} />;
  return (
    <Loading className={style.path}>
      <Skeleton height="7rem" />
      <Skeleton height="2.6rem" width="60%" />
      <Skeleton height="1.6rem" width="80%" />
      <Skeleton height="44px" width="12rem" />
      <Skeleton height="24rem" />
    </Loading>
  );
}

function PathPage({ path }: { path: PathDetail }) {
  const text = useText();
  return (
    <div className={style.path}>
      <Cover courseId={path.path_id} title={path.title} className={style.cover} />
      <header className={style.head}>
        <div className={style.kicker}>
          <p>{text('path.kind')}</p>
          {path.state === 'draft' && <p className={style.draft}>{text('course.draft')}</p>}
        </div>
        {path.is_taken && <Leave path={path} />}
        <PageTitle>{path.title}</PageTitle>
        {path.summary && <p className={style.summary}>{path.summary}</p>}
        <PathFacts path={path} />
      </header>
      <PathProgress path={path} />
      <Begin path={path} />
      <Route path={path} />
    </div>
  );
}
