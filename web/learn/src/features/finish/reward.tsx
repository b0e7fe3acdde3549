import { useQuery } from '@tanstack/react-query';
import { useFormats } from 'shared/i18n/format';
import { Icon } from 'shared/parts/icon';
import { ProgressBar } from 'shared/parts/progress-bar';
import { Loading, Skeleton } from 'shared/parts/skeleton';
import { useText } from '../../text';
import { homeQuery } from '../home/queries';
import style from './finish.module.css';
import { hasReached } from './points';
import { rewardQuery } from './queries';

interface RewardProps {
  courseId: string;
  lastLesson: string;
  enrolledAt: string;
}

/** Points and level, as far as the API tells; without network it tells nothing, and nothing is promised. */
export function Reward({ courseId, lastLesson, enrolledAt }: RewardProps) {
  const text = useText();
  const formats = useFormats();
  const reward = useQuery(rewardQuery(courseId, lastLesson, enrolledAt));
  // Asked for only when they are counted: what is known from before is too little.
  const home = useQuery({
    ...homeQuery,
    queryKey: ['home', 'after', courseId, lastLesson],
    enabled: Boolean(reward.data),
  });
  if (reward.error || home.error || reward.data === null || reward.data === 0) return null;
  if (reward.data === undefined || !home.data) {
    return (
      <Loading className={style.reward}>
        <Skeleton height="5.5rem" />
      </Loading>
    );
  }
  const { level, points } = home.data;
  const left = level.next_at - points;
  const toNext = text('home.to-next', {
    count: left,
    shown: formats.number(left),
    level: formats.number(level.number + 1),
  });
  return (
    <div className={style.reward}>
      <div className={style.gained} role="status">
        <span className={style.star}>
          <Icon name="star" size={24} />
        </span>
        <div>
          <p className={style.points}>
            {text('finish.points', { count: reward.data, shown: formats.number(reward.data) })}
          </p>
          <p className={style.soft}>
            {text(hasReached(level, points, reward.data) ? 'finish.level-reached' : 'home.level', {
              level: formats.number(level.number),
            })}
          </p>
        </div>
      </div>
      <ProgressBar
        label={toNext}
        percent={Math.floor((100 * (points - level.from)) / (level.next_at - level.from))}
        tone="accent"
      />
      <p className={style.soft}>{toNext}</p>
    </div>
  );
}
