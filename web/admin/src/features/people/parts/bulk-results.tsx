import { Link } from '@tanstack/react-router';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { ProblemNote } from 'shared/parts/problem-note';
import { ProgressBar } from 'shared/parts/progress-bar';
import { Badge } from '../../../parts/badge';
import { Card } from '../../../parts/card';
import { csv, download } from '../../../parts/csv';
import layout from '../../../parts/layout.module.css';
import { useText } from '../../../text';
import style from './bulk-results.module.css';
import type { BulkRow } from './bulk-rows';

interface BulkResultsProps {
  rows: readonly BulkRow[];
  error: unknown;
  running: boolean;
  onStop: () => void;
  onResume: () => void;
  onCorrect: (refused: readonly BulkRow[]) => void;
  onAgain: () => void;
}

export function BulkResults({ rows, error, running, onStop, onResume, onCorrect, onAgain }: BulkResultsProps) {
  const text = useText();
  const formats = useFormats();
  const refused = rows.filter(row => row.result === 'refused');
  const invited = rows.filter(row => row.result === 'invited').length;
  const open = rows.length - invited - refused.length;
  const percent = Math.floor(((rows.length - open) / rows.length) * 100);
  const word = (row: BulkRow) => text(row.result ? `bulk.${row.result}` : 'bulk.open');

  function save() {
    const lines = rows.map(row => [String(row.line), row.member.name, row.member.email, word(row), row.detail ?? '']);
    download(
      'invitations.csv',
      csv([[text('line'), text('name'), text('email'), text('result'), text('detail')], ...lines]),
    );
  }

  return (
    <Card
      title={text(running ? 'bulk.running' : 'bulk.results')}
      lead={
        <span role="status">
          {text('bulk.sum', {
            invited: formats.number(invited),
            refused: formats.number(refused.length),
            open: formats.number(open),
          })}
        </span>
      }
      actions={
        running ? (
          <Button onClick={onStop}>{text('bulk.stop')}</Button>
        ) : (
          <>
            <Button onClick={save}>{text('bulk.save')}</Button>
            {open > 0 && (
              <Button look="main" onClick={onResume}>
                {text('bulk.resume')}
              </Button>
            )}
            {open === 0 && refused.length > 0 && (
              <Button look="main" onClick={() => onCorrect(refused)}>
                {text('bulk.correct')}
              </Button>
            )}
            {open === 0 && <Button onClick={onAgain}>{text('bulk.again')}</Button>}
          </>
        )
      }
    >
      <ProgressBar label={text('bulk.running')} percent={percent} tone={open === 0 ? 'good' : 'brand'} />
      {error !== undefined && <ProblemNote error={error} />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className={style.scroll} tabIndex={0} aria-label={text('bulk.results')}>
        <table className={style.table}>
          <thead>
            <tr>
              <th scope="col">{text('line')}</th>
              <th scope="col">{text('name')}</th>
              <th scope="col">{text('result')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(row => (
              <tr key={row.line}>
                <td>{formats.number(row.line)}</td>
                <td>
                  {row.memberId ? (
                    <Link to="/people/$memberId" params={{ memberId: row.memberId }} className={layout.strong}>
                      {row.member.name}
                    </Link>
                  ) : (
                    row.member.name
                  )}
                  <span className={`${layout.small} ${layout.cut}`}>{row.member.email}</span>
                </td>
                <td>
                  <Badge tone={row.result === 'invited' ? 'good' : row.result === 'refused' ? 'bad' : 'plain'}>
                    {word(row)}
                  </Badge>
                  {row.detail && <p className={layout.small}>{row.detail}</p>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Card>
  );
}
