import { State } from 'shared/parts/state';
import { askTeamAttempts } from '../queries';
import { loadMessages, useText } from '../text';
import { QuizAttempts } from './quiz-attempts';

/** What a manager sees of how somebody of the team did in quizzes: results, and never an answer. */
function TeamAttempts({ memberId }: { memberId: string }) {
  const text = useText();
  return (
    <QuizAttempts
      title={text('quiz.member-attempts')}
      subject={text('quiz.lesson')}
      name={['team', memberId, 'attempts']}
      ask={askTeamAttempts(memberId)}
      addressOf={({ course_id, lesson_id, number }) => `/team/${memberId}/attempts/${course_id}/${lesson_id}/${number}`}
      empty={<State icon="quiz" title={text('attempts.empty')} />}
    />
  );
}

/** The list, once it can speak. */
export async function loadTeamAttempts(): Promise<typeof TeamAttempts> {
  await loadMessages();
  return TeamAttempts;
}
