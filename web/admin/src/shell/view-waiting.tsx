import { Loading, Skeleton } from 'shared/parts/skeleton';
import layout from '../parts/layout.module.css';

/** Where a view will stand: its title and what comes below. */
export function ViewWaiting() {
  return (
    <Loading className={layout.stack}>
      <Skeleton height="2.25rem" width="14rem" />
      <Skeleton height="24rem" />
    </Loading>
  );
}
