import { useQuery } from '@tanstack/react-query';
import { PageTitle } from 'shared/app/page-title';
import { useFormats } from 'shared/i18n/format';
import { Choice } from 'shared/parts/choice';
import { Loading, Skeleton } from 'shared/parts/skeleton';
import { Failure, State } from 'shared/parts/state';
import { useLocation } from 'wouter';
import { meQuery } from '../../../shell/queries';
import { useText } from '../../../text';
import style from '../parts/boards.module.css';
import { OwnRank } from '../parts/own-rank';
import { type BoardName, boardQuery, ownRankQuery } from '../queries';

const BOARDS: readonly BoardName[] = ['week', 'month', 'all-time'];

export default function Boards({ board: wanted }: { board: string | undefined }) {
  const text = useText();
  const [, navigate] = useLocation();
  const board = BOARDS.find(each => each === wanted) ?? 'week';
  return (
    <div className={style.boards}>
      <PageTitle>{text('boards.title')}</PageTitle>
      <Choice
        legend={text('boards.period')}
        hideLegend
        name="board"
        value={board}
        options={BOARDS.map(each => ({ value: each, label: text(`boards.${each}`) }))}
        onChange={next => navigate(`/boards/${next}`, { replace: true })}
      />
      <OwnRank board={board} />
      <Leaders board={board} />
    </div>
  );
}

function Leaders({ board }: { board: BoardName }) {
  const text = useText();
  const formats = useFormats();
  const me = useQuery(meQuery);
  const leaders = useQuery({ ...boardQuery(board), staleTime: 5_000 });
  const own = useQuery(ownRankQuery(board));
  if (leaders.error) {
    return <Failure error={leaders.error} onRetry={() => leaders.refetch()} busy={leaders.isFetching} />;
  }
  if (!leaders.data) {
    return (
      <Loading className={style.card}>
        {[1, 2, 3, 4, 5].map(each => (
          <Skeleton key={each} height="2.6rem" />
        ))}
      </Loading>
    );
  }
  if (leaders.data.entries.length === 0) {
    return (
      <State icon="boards" title={text('boards.empty')}>
        {text('boards.empty-text')}
      </State>
    );
  }
  return (
    <div className={style.card}>
      <table className={style.table}>
        <caption className="visually-hidden">{text(`boards.${board}`)}</caption>
        <thead>
          <tr>
            <th scope="col">{text('boards.rank')}</th>
            <th scope="col">{text('boards.name')}</th>
            <th scope="col">{text('boards.points')}</th>
          </tr>
        </thead>
        <tbody>
          {leaders.data.entries.map(entry => (
            <tr key={entry.member_id} data-own={entry.member_id === me.data?.member_id || undefined}>
              <td>
                <span className={style.rank} data-medal={entry.rank <= 3 ? entry.rank : undefined}>
                  {formats.number(entry.rank)}
                </span>
              </td>
              <th scope="row">
                {entry.name}
                {entry.member_id === me.data?.member_id && <span className={style.you}>{text('boards.you')}</span>}
              </th>
              <td>{formats.number(entry.points)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {own.data && own.data.of > leaders.data.entries.length && (
        <p className={style.soft}>{text('home.rank-of', { count: own.data.of, shown: formats.number(own.data.of) })}</p>
      )}
    </div>
  );
}
