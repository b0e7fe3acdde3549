import type { ReactNode } from 'react';
import type { Schema } from 'shared/api/schemas';
import { clock, useFormats } from 'shared/i18n/format';
import { Facts } from '../../../parts/card';
import type { Column } from '../../../parts/data-table';
import { type AskPage, usePages } from '../../../parts/use-pages';
import { AttemptList } from '../../attempts/parts/attempt-list';
import { useText } from '../../attempts/text';

type Row = Schema<'LearnersPackageAttempt'> | Schema<'PackageAttemptOfMember'>;

interface PackageAttemptsProps<Each> {
  title: string;
  subject: string;
  /** Under which the list is kept. */
  name: readonly string[];
  ask: AskPage<Each>;
  empty: ReactNode;
}

/** What learners have done in packages, and what is odd about it. */
export function PackageAttempts<Each extends Row>({ title, subject, name, ask, empty }: PackageAttemptsProps<Each>) {
  const text = useText();
  const pages = usePages(name, ask);
  return (
    <AttemptList
      title={title}
      lead={text('attempts.as-of')}
      subject={subject}
      pages={pages}
      attemptOf={({ attempt }) => ({ ...attempt, percent: attempt.score_percent, passed: attempt.passed })}
      more={useColumns()}
      empty={empty}
    >
      <Meanings rows={pages.rows ?? []} />
    </AttemptList>
  );
}

function useColumns(): Column<Row>[] {
  const text = useText();
  const formats = useFormats();
  return [
    {
      id: 'begun',
      header: text('attempts.begun'),
      width: 'narrow',
      wide: true,
      cell: ({ attempt }) => formats.dateTime(attempt.begun_at),
    },
    {
      id: 'saved',
      header: text('attempts.saved'),
      width: 'narrow',
      wide: true,
      cell: ({ attempt: { saved_at: at } }) => (at ? formats.dateTime(at) : '–'),
    },
    {
      id: 'time',
      header: text('attempts.time'),
      width: 'narrow',
      wide: true,
      cell: ({ attempt: { seconds } }) => (seconds > 0 ? clock(seconds) : '–'),
    },
  ];
}

/** What the flags of these attempts mean. */
function Meanings({ rows }: { rows: readonly Row[] }) {
  const text = useText();
  const flags = [...new Set(rows.flatMap(({ attempt }) => attempt.flags))].sort();
  if (flags.length === 0) return null;
  return (
    <>
      <h3>{text('attempts.flags')}</h3>
      <Facts
        facts={flags.map(flag => ({ label: text(`attempts.flag.${flag}`), value: text(`attempts.meaning.${flag}`) }))}
      />
    </>
  );
}
