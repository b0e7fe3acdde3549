import type { ReactNode } from 'react';
import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { type AskPage, type RefetchInterval, usePages } from '../../../parts/use-pages';
import { AttemptList } from '../../attempts/parts/attempt-list';
import { useText } from '../text';

type Row = Schema<'MembersAttempt'> | Schema<'AttemptOfMember'>;

interface QuizAttemptsProps<Each> {
  title: string;
  subject: string;
  /** Under which the list is kept. */
  name: readonly string[];
  ask: AskPage<Each>;
  /** How soon they are asked for again. */
  refetchInterval?: RefetchInterval<Each>;
  /** Where an attempt is shown. */
  addressOf: (attempt: Each) => string;
  empty: ReactNode;
}

/** How learners did in quizzes. */
export function QuizAttempts<Each extends Row>(props: QuizAttemptsProps<Each>) {
  const { title, subject, name, ask, refetchInterval, addressOf, empty } = props;
  const text = useText();
  const formats = useFormats();
  return (
    <AttemptList
      title={title}
      subject={subject}
      pages={usePages(name, ask, { refetchInterval })}
      attemptOf={attempt => attempt}
      addressOf={addressOf}
      more={[
        {
          id: 'when',
          header: text('quiz.when'),
          wide: true,
          cell: ({ submitted_at: at }) => at && formats.dateTime(at),
        },
      ]}
      empty={empty}
    />
  );
}
