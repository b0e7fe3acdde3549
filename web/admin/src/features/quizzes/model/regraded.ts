import type { Schema } from 'shared/api/schemas';

type Attempt = Pick<Schema<'MembersAttempt'>, 'member_id' | 'number' | 'percent' | 'passed'>;
type Change = Pick<Schema<'RegradedAttempt'>, 'member_id' | 'number' | 'after_percent' | 'passed_after'>;

/** Whether some of the attempts still have the result from before they were graded again: that takes a while after it was ordered. */
export function isRegradingAwaited(attempts: readonly Attempt[], changes: readonly Change[]): boolean {
  return changes.some(({ member_id, number, after_percent, passed_after }) =>
    attempts.some(
      attempt =>
        attempt.member_id === member_id &&
        attempt.number === number &&
        (attempt.percent !== after_percent || attempt.passed !== passed_after),
    ),
  );
}
