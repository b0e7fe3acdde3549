import { api } from 'shared/api/client';
import { answered, isFinal, ProblemError } from 'shared/api/problem';
import { queryClient } from 'shared/app/query-client';
import { currentSession } from 'shared/session/session';
import { oneTabAtATime } from 'shared/session/tabs';
import { type EnrolmentDetail, enrolmentQuery } from '../features/learning/queries';
import { sendAnswers } from './answers';
import { addPending, leavePending, type Pending, readOutbox, removePending } from './outbox';
import { addReport, sendReports } from './reports';
import { shelve } from './shelf';
import { type Report, reportOf } from './waiting';

/** Points are counted a moment after the completion. */
const POINTS_AFTER = 1500;

export interface Refused {
  of: 'completion' | 'watching' | 'ticks' | 'answers';
  lessonId: string;
  lesson: string;
  error: ProblemError;
}

export interface Outcome {
  sent: number;
  /** What the API has decided against for good. Everything else waits. */
  refused: Refused[];
}

function askAgain(): void {
  for (const queryKey of [['home'], ['enrolments'], ['path'], ['board'], ['own-rank']])
    void queryClient.invalidateQueries({ queryKey });
}

async function send({ courseId, lessonId, completedAt }: Pending): Promise<void> {
  const path = { course_id: courseId, lesson_id: lessonId };
  const route = '/v1/me/enrolments/{course_id}/lessons/{lesson_id}/completion';
  const body = { completed_at: completedAt };
  const detail: EnrolmentDetail = await answered(api.PUT(route, { params: { path }, body }));
  const { queryKey } = enrolmentQuery(courseId);
  // What was asked before the completion would be answered after it, and take it back.
  await queryClient.cancelQueries({ queryKey });
  queryClient.setQueryData(queryKey, detail);
  void shelve(['enrolment', courseId], detail);
}

/** Whether the API has decided, could not decide on this one, or was not there. */
type Settled = 'decided' | 'undecided' | 'unreached';

async function settle(each: Pending, outcome: Outcome): Promise<Settled> {
  // Somebody else may have signed in on this device: the token decides whose completion it is.
  const session = currentSession();
  if (!('memberId' in session) || session.memberId !== each.memberId) return 'unreached';
  // Only what was seen or ticked can be completed, and that is not known there yet.
  if (reportOf(each.courseId, each.lessonId)) return 'undecided';
  try {
    await send(each);
    outcome.sent += 1;
  } catch (error) {
    if (!isFinal(error)) return error instanceof ProblemError && error.status >= 500 ? 'undecided' : 'unreached';
    outcome.refused.push({ of: 'completion', lessonId: each.lessonId, lesson: each.lesson, error });
    // The course is not what this page shows.
    for (const kind of ['course', 'enrolment']) void queryClient.invalidateQueries({ queryKey: [kind, each.courseId] });
  }
  await removePending(each);
  return 'decided';
}

/** Sends them in turn until the API is not there; what it has not decided is left in the outbox. */
async function settleAll(waiting: readonly Pending[], outcome: Outcome): Promise<void> {
  const left = new Set(waiting);
  for (const each of waiting) {
    const settled = await settle(each, outcome);
    if (settled === 'decided') left.delete(each);
    if (settled === 'unreached') break;
  }
  await leavePending([...left]);
}

/** Sends what waits, one tab at a time, oldest first. Sending twice would do no harm: a lesson is completed once. */
export function sendPending(): Promise<Outcome> {
  return oneTabAtATime('outbox', async () => {
    const outcome: Outcome = { sent: 0, refused: [...(await sendReports()), ...(await sendAnswers())] };
    await settleAll(
      [...(await readOutbox())].sort((a, b) => a.completedAt.localeCompare(b.completedAt)),
      outcome,
    );
    if (outcome.sent > 0) {
      askAgain();
      setTimeout(askAgain, POINTS_AFTER);
    }
    return outcome;
  });
}

/** Completes a lesson: noted on the device first, so that neither a lost network nor a closed tab loses it. */
export async function completeLesson(courseId: string, lessonId: string, lesson: string): Promise<Outcome> {
  const session = currentSession();
  if (!('memberId' in session)) return { sent: 0, refused: [] };
  const completedAt = new Date().toISOString();
  await addPending({ memberId: session.memberId, courseId, lessonId, lesson, completedAt });
  return sendPending();
}

/** Tells what was played or ticked in a lesson: noted on the device first, likewise. */
export function tellReport(report: Report): Promise<readonly Refused[]> {
  addReport(report);
  return oneTabAtATime('outbox', sendReports);
}
