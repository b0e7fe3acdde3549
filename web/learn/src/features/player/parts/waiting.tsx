import { Loading, Skeleton } from 'shared/parts/skeleton';
import style from './player.module.css';

export function PlayerWaiting() {
  return (
    <div className={style.player}>
      <div className={style.side}>
        <Skeleton height="1.5rem" />
        <Skeleton height="20rem" />
      </div>
      <div className={style.reading}>
        <Skeleton height="1.2rem" width="8rem" />
        <Skeleton height="2.6rem" width="70%" />
        <ArticleWaiting />
      </div>
    </div>
  );
}

export function ArticleWaiting() {
  return (
    <Loading className={style.lines}>
      {['100%', '94%', '98%', '60%', '100%', '90%', '40%'].map((width, index) => (
        <Skeleton key={`${index}-${width}`} height="1.2rem" width={width} />
      ))}
    </Loading>
  );
}
