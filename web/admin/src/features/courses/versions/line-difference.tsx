import { useQuery } from '@tanstack/react-query';
import { useFormats } from 'shared/i18n/format';
import { Note } from 'shared/parts/problem-note';
import { Loading, Skeleton } from 'shared/parts/skeleton';
import { Failure } from 'shared/parts/state';
import layout from '../../../parts/layout.module.css';
import { useText } from '../../../text';
import { allBanksQuery } from '../../question-banks/queries';
import { lessonDifferenceQuery } from '../queries';
import { type Draw, drawsIn, withDraws } from './draws';
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
      <Lines lines={lines} />
      {is_shortened && <Note kind="info">{text('line.shortened')}</Note>}
    </div>
  );
}

function Lines({ lines }: { lines: readonly Line[] }) {
  const text = useText();
  return (
    <ol className={style.lines}>
      {rowsOf(useDrawsInWords(lines)).map(row =>
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
  );
}

/** Of what a quiz draws by ids, the names. */
function useDrawsInWords(lines: readonly Line[]): readonly Line[] {
  const text = useText();
  const formats = useFormats();
  const named = lines.some(line => drawsIn(line.text).some(draw => draw.bank_id));
  const banks = useQuery({ ...allBanksQuery, enabled: named });

  function sourceOf({ bank_id: id }: Draw): string {
    if (!id) return text('line.draw-own');
    const bank = banks.data?.find(each => each.bank_id === id);
    if (bank) return text('line.draw-bank', { title: bank.title });
    return banks.data ? text('line.draw-gone') : '…';
  }

  function said(draw: Draw): string {
    const source = sourceOf(draw);
    const { tag, count } = draw;
    return text('line.draw', {
      count: formats.number(count),
      source: tag ? text('line.draw-tag', { source, tag }) : source,
    });
  }

  return withDraws(lines, {
    of: draws => text('line.draws', { draws: formats.list(draws.map(said)) }),
    again: words => text('line.draws-again', { words }),
  });
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
