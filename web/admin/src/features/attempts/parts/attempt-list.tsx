import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { Card } from '../../../parts/card';
import { type Column, DataTable } from '../../../parts/data-table';
import { TwoLines } from '../../../parts/two-lines';
import type { Pages } from '../../../parts/use-pages';
import { useText } from '../text';
import { Result, type ResultProps } from './result';

type Learners = Pick<Schema<'LearnersPackageAttempt'>, 'member_id' | 'name'>;
type Lessons = Pick<Schema<'PackageAttemptOfMember'>, 'course_id' | 'lesson_id' | 'course_title' | 'lesson_title'>;

interface AttemptListProps<Row> {
  title: string;
  lead?: ReactNode;
  /** What the first column is about: learners, or lessons of one of them. */
  subject: string;
  pages: Pages<Row>;
  attemptOf: (row: Row) => ResultProps & { number: number };
  /** Where an attempt has a page of its own. */
  addressOf?: (row: Row) => string;
  /** What else is known of such attempts. */
  more: readonly Column<Row>[];
  /** What stands here when there are none. */
  empty: ReactNode;
  /** What is to be said of those that are shown. */
  children?: ReactNode;
}

/** Attempts at quizzes or in packages: of many learners in one lesson, or of one learner in many. */
export function AttemptList<Row extends Learners | Lessons>(props: AttemptListProps<Row>) {
  const { title, lead, subject, pages, attemptOf, addressOf, more, empty, children } = props;
  const text = useText();
  const formats = useFormats();
  const columns: Column<Row>[] = [
    {
      id: 'subject',
      header: subject,
      cell: row => {
        const words = text('attempts.number', { number: formats.number(attemptOf(row).number) });
        const number = addressOf ? <Link to={addressOf(row)}>{words}</Link> : words;
        if ('member_id' in row) return <TwoLines below={number}>{row.name ?? text('attempts.somebody')}</TwoLines>;
        const { course_title: course, lesson_title: lesson } = row;
        return (
          <TwoLines
            below={
              <>
                {number} · {course ?? text('attempts.gone')}
              </>
            }
          >
            {lesson ?? text('attempts.gone')}
          </TwoLines>
        );
      },
    },
    { id: 'result', header: text('attempts.result'), cell: row => <Result {...attemptOf(row)} /> },
    ...more,
  ];
  return (
    <Card title={title} lead={lead}>
      <DataTable
        label={title}
        columns={columns}
        pages={pages}
        keyOf={row => {
          const subjectId = 'member_id' in row ? row.member_id : `${row.course_id} ${row.lesson_id}`;
          return `${subjectId} ${attemptOf(row).number}`;
        }}
        empty={empty}
      />
      {children}
    </Card>
  );
}
