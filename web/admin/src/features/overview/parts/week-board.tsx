import { useQuery } from '@tanstack/react-query';
import { useFormats } from 'shared/i18n/format';
import { ProblemNote } from 'shared/parts/problem-note';
import { Skeleton } from 'shared/parts/skeleton';
import { Card } from '../../../parts/card';
import layout from '../../../parts/layout.module.css';
import { useText } from '../../../text';
import { weekBoardQuery } from '../queries';
import style from './week-board.module.css';

const SHOWN = 8;

export function WeekBoard() {
  const text = useText();
  const formats = useFormats();
  const board = useQuery(weekBoardQuery);
  const entries = board.data?.entries.slice(0, SHOWN);
  const most = entries?.[0]?.points ?? 1;
  return (
    <Card title={text('week')} lead={text('week.lead')}>
      {board.isPending && <Skeleton height="10rem" />}
      {board.error && <ProblemNote error={board.error} />}
      {entries?.length === 0 && <p className={layout.soft}>{text('week.empty')}</p>}
      {entries && entries.length > 0 && (
        <ol className={style.board}>
          {entries.map(entry => (
            <li key={entry.member_id}>
              <span className={style.rank}>{formats.number(entry.rank)}</span>
              <span className={layout.cut}>{entry.name}</span>
              <span className={style.points}>
                {text('points', { count: entry.points, shown: formats.number(entry.points) })}
              </span>
              <meter className={style.bar} min={0} max={most} value={entry.points} aria-hidden="true" />
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
