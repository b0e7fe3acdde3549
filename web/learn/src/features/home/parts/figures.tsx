import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { Icon } from 'shared/parts/icon';
import { ProgressBar } from 'shared/parts/progress-bar';
import { Link } from 'wouter';
import { useText } from '../../../text';
import style from './home.module.css';

/** Stands for the rank, which is a link, in the words around it. */
const PLACE = '\uFFFC';

/** Level, points and rank. */
export function Figures({ home }: { home: Schema<'Home'> }) {
  const text = useText();
  const formats = useFormats();
  const { level, points, rank } = home;
  const left = level.next_at - points;
  const percent = Math.floor((100 * (points - level.from)) / (level.next_at - level.from));
  const toNext = text('home.to-next', {
    count: left,
    shown: formats.number(left),
    level: formats.number(level.number + 1),
  });
  // Where the rank stands among these words is a matter of the language.
  const [before, after] = text('home.rank-of', {
    rank: PLACE,
    count: rank.of,
    shown: formats.number(rank.of),
  }).split(PLACE);
  return (
    <aside className={style.figures} aria-label={text('home.figures')}>
      <div className={style.level}>
        <span className={style.badge} aria-hidden="true">
          <Icon name="star" size={26} />
        </span>
        <div>
          <p className={style.figure}>{text('home.level', { level: formats.number(level.number) })}</p>
          <p className={style.soft}>{toNext}</p>
        </div>
      </div>
      <ProgressBar label={toNext} percent={percent} tone="accent" />
      <dl className={style.numbers}>
        <div>
          <dt>{text('home.points')}</dt>
          <dd className={style.figure}>{formats.number(points)}</dd>
        </div>
        <div>
          <dt>{text('home.rank')}</dt>
          {rank.rank ? (
            <dd>
              <span className={style.soft}>{before}</span>
              <Link href="/boards/week" className={style.figure}>
                {formats.number(rank.rank)}
              </Link>
              <span className={style.soft}>{after}</span>
            </dd>
          ) : (
            <dd className={style.soft}>{text('home.no-rank')}</dd>
          )}
        </div>
      </dl>
    </aside>
  );
}
