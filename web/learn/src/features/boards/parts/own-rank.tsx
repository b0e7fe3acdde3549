import { useQuery } from '@tanstack/react-query';
import { useFormats } from 'shared/i18n/format';
import { Skeleton } from 'shared/parts/skeleton';
import { useText } from '../../../text';
import { type BoardName, ownRankQuery } from '../queries';
import style from './boards.module.css';

/** Where one stands oneself, whether the board shows it or not. */
export function OwnRank({ board }: { board: BoardName }) {
  const text = useText();
  const formats = useFormats();
  const own = useQuery({ ...ownRankQuery(board), staleTime: 5_000 });
  if (own.error) return null;
  return (
    <section className={style.own} aria-labelledby="own-rank">
      <h2 id="own-rank">{text('boards.own')}</h2>
      {!own.data ? (
        <Skeleton height="2.1rem" width="10rem" />
      ) : own.data.rank ? (
        <p className={style.figures}>
          <strong>{formats.number(own.data.rank)}</strong>
          <span>{text('home.rank-of', { count: own.data.of, shown: formats.number(own.data.of) })}</span>
          <span className={style.points}>
            {text('boards.points-of', { count: own.data.points, shown: formats.number(own.data.points) })}
          </span>
        </p>
      ) : (
        <p className={style.none}>{text('home.no-rank')}</p>
      )}
    </section>
  );
}
