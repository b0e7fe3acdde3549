import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { State } from 'shared/parts/state';
import { Card } from '../../../parts/card';
import { type Column, DataTable } from '../../../parts/data-table';
import { TwoLines } from '../../../parts/two-lines';
import { usePages } from '../../../parts/use-pages';
import { askTeamAttempts } from '../queries';
import { loadMessages, useText } from '../text';
import { Result } from './result';

/** What a manager sees of how somebody of the team did in quizzes: results, and never an answer. */
function TeamAttempts({ memberId }: { memberId: string }) {
  const text = useText();
  const pages = usePages(['team', memberId, 'attempts'], askTeamAttempts(memberId));
  return (
    <Card title={text('quiz.member-attempts')}>
      <DataTable
        label={text('quiz.member-attempts')}
        columns={useColumns()}
        pages={pages}
        keyOf={attempt => `${attempt.course_id} ${attempt.lesson_id} ${attempt.number}`}
        empty={<State icon="quiz" title={text('quiz.attempts-empty')} />}
      />
    </Card>
  );
}

function useColumns(): Column<Schema<'AttemptOfMember'>>[] {
  const text = useText();
  const formats = useFormats();
  return [
    {
      id: 'lesson',
      header: text('quiz.lesson'),
      width: 'broad',
      cell: ({ lesson_title, course_title }) => (
        <TwoLines below={course_title ?? text('quiz.gone')}>{lesson_title ?? text('quiz.gone')}</TwoLines>
      ),
    },
    { id: 'attempt', header: text('quiz.attempt-column'), width: 'narrow', cell: each => formats.number(each.number) },
    { id: 'result', header: text('quiz.result'), width: 'middle', cell: attempt => <Result attempt={attempt} /> },
    {
      id: 'when',
      header: text('quiz.when'),
      wide: true,
      cell: ({ submitted_at: at }) => at && formats.dateTime(at),
    },
  ];
}

/** The list, once it can speak. */
export async function loadTeamAttempts(): Promise<typeof TeamAttempts> {
  await loadMessages();
  return TeamAttempts;
}
