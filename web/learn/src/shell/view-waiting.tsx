import { Loading, Skeleton } from 'shared/parts/skeleton';
import style from './shell.module.css';

/** Any page, while its parts are on their way. */
export function ViewWaiting() {
  return (
    <Loading className={style.waiting}>
      <Skeleton height="2.6rem" width="16rem" />
      <Skeleton height="11rem" />
      <Skeleton height="7rem" />
    </Loading>
  );
}
