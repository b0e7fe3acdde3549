import { api } from 'shared/api/client';
import { answered, ProblemError } from 'shared/api/problem';
import { queryClient } from 'shared/app/query-client';
import { currentSession } from 'shared/session/session';
import { oneTabAtATime } from 'shared/session/tabs';
import { type EnrolmentDetail, enrolmentQuery } from '../api/queries';
import { addPending, type Pending, readOutbox, removePending } from './outbox';
import { shelve } from './shelf';

/** Points are counted a moment after the completion. */
const POINTS_AFTER = 1500;

interface Outcome {
  sent: number;
  refused: ProblemError[];
}

/** Whether the API has decided for good; anything else is tried again later. */
function isFinal(error: unknown): error is ProblemError {
  return error instanceof ProblemError && error.status < 500 && error.status !== 429;
}

function askAgain(): void {
  for (const queryKey of [['home'], ['enrolments'], ['board'], ['own-rank']])
    void queryClient.invalidateQueries({ queryKey });
}

async function send({ courseId, lessonId }: Pending): Promise<void> {
  const path = { course_id: courseId, lesson_id: lessonId };
  const route = '/v1/me/enrolments/{course_id}/lessons/{lesson_id}/completion';
  const detail: EnrolmentDetail = await answered(api.PUT(route, { params: { path } }));
  const { queryKey } = enrolmentQuery(courseId);
  // What was asked before the completion would be answered after it, and take it back.
  await queryClient.cancelQueries({ queryKey });
  queryClient.setQueryData(queryKey, detail);
  void shelve(['enrolment', courseId], detail);
}

/** Sends what waits, one tab at a time, oldest first. Sending twice would do no harm: a lesson is completed once. */
export function sendPending(): Promise<Outcome> {
  return oneTabAtATime('outbox', async () => {
    const outcome: Outcome = { sent: 0, refused: [] };
    const waiting = [...(await readOutbox())].sort((a, b) => a.completedAt.localeCompare(b.completedAt));
    for (const each of waiting) {
      try {
        await send(each);
        outcome.sent += 1;
      } catch (error) {
        if (!isFinal(error)) break;
        outcome.refused.push(error);
      }
      await removePending(each);
    }
    if (outcome.sent > 0) {
      askAgain();
      setTimeout(askAgain, POINTS_AFTER);
    }
    return outcome;
  });
}

/** Completes a lesson: noted on the device first, so that neither a lost network nor a closed tab loses it. */
export async function completeLesson(courseId: string, lessonId: string): Promise<Outcome> {
  const session = currentSession();
  if (!('memberId' in session)) return { sent: 0, refused: [] };
  await addPending({ memberId: session.memberId, courseId, lessonId, completedAt: new Date().toISOString() });
  return sendPending();
}
