import { useQuery } from '@tanstack/react-query';
import { Note } from 'shared/parts/problem-note';
import { Loading, Skeleton } from 'shared/parts/skeleton';
import { Failure } from 'shared/parts/state';
import layout from '../../../parts/layout.module.css';
import { useText } from '../../../text';
import { lessonDifferenceQuery } from '../queries';
import style from './line-difference.module.css';
import { type Line, rowsOf } from './lines';
import type { VersionPair } from './version-name';

interface LineDifferenceProps {
  courseId: string;
  lessonId: string;
  pair: VersionPair;
}

/** What was taken out of the text of a lesson and what was put in, line by line. */
export function LineDifference({ courseId, lessonId, pair }: LineDifferenceProps) {
  const text = useText();
  const difference = useQuery(lessonDifferenceQuery(courseId, lessonId, pair));
  if (!difference.data) {
    if (difference.error)
      return <Failure error={difference.error} onRetry={() => difference.refetch()} busy={difference.isFetching} />;
    return (
      <Loading>
        <Skeleton height="8rem" />
      </Loading>
    );
  }
  const { lines, is_shortened } = difference.data;
  if (lines.length === 0) return <p className={layout.soft}>{text('line.none')}</p>;
  return (
    <div className={layout.form}>
      <ol className={style.lines}>
        {rowsOf(lines).map(row =>
          row.kind === 'gap' ? (
            <li key={`gap-${row.id}`} className={style.gap}>
              <span aria-hidden="true">⋯</span>
              <span className="visually-hidden">{text('line.gap')}</span>
            </li>
          ) : (
            <LineRow key={row.id} line={row.line} />
          ),
        )}
      </ol>
      {is_shortened && <Note kind="info">{text('line.shortened')}</Note>}
    </div>
  );
}

const SIGNS = { same: '', added: '+', removed: '−' } as const;

function LineRow({ line: { change, text: words, before, after } }: { line: Line }) {
  const text = useText();
  return (
    <li className={style.line} data-change={change}>
      <span className={style.number} aria-hidden="true">
        {before}
      </span>
      <span className={style.number} aria-hidden="true">
        {after}
      </span>
      <span className={style.sign} aria-hidden="true">
        {SIGNS[change]}
      </span>
      <span className={style.words}>
        {change !== 'same' && <span className="visually-hidden">{text(`line.${change}`)} </span>}
        {words}
      </span>
    </li>
  );
}
