import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { queryClient } from 'shared/app/query-client';
import { shelve, shelved } from '../../../../offline/shelf';
import { skewOf } from './clock';

/** An attempt as the API has answered, and how far this device's clock was off then. */
export interface Attempt {
  attempt: Schema<'QuizAttempt'>;
  skew: number;
}

function taken(attempt: Schema<'QuizAttempt'>): Attempt {
  return { attempt, skew: skewOf(attempt.server_time, Date.now()) };
}

/** How one stands in a quiz: one's attempts, and whether there can be another. */
export function standingQuery(courseId: string, lessonId: string) {
  const params = { path: { course_id: courseId, lesson_id: lessonId } };
  return shelved(['attempts', courseId, lessonId], () =>
    answered(api.GET('/v1/me/enrolments/{course_id}/lessons/{lesson_id}/attempts', { params })),
  );
}

/** One attempt. It is kept on the device, so that it goes on without network. */
export function attemptQuery(courseId: string, lessonId: string, number: number) {
  const params = { path: { course_id: courseId, lesson_id: lessonId, number } };
  const route = '/v1/me/enrolments/{course_id}/lessons/{lesson_id}/attempts/{number}';
  return shelved(['attempt', courseId, lessonId, String(number)], async () =>
    taken(await answered(api.GET(route, { params }))),
  );
}

function keep(courseId: string, lessonId: string, attempt: Schema<'QuizAttempt'>): void {
  const { queryKey } = attemptQuery(courseId, lessonId, attempt.number);
  queryClient.setQueryData(queryKey, taken(attempt));
  void shelve(['attempt', courseId, lessonId, String(attempt.number)], taken(attempt));
  void queryClient.invalidateQueries({ queryKey: standingQuery(courseId, lessonId).queryKey });
}

/** Begins an attempt, or goes on with the one that is open, on whichever device that was begun. */
export async function beginAttempt(courseId: string, lessonId: string): Promise<number> {
  const params = { path: { course_id: courseId, lesson_id: lessonId } };
  const attempt: Schema<'QuizAttempt'> = await answered(
    api.POST('/v1/me/enrolments/{course_id}/lessons/{lesson_id}/attempts', { params }),
  );
  keep(courseId, lessonId, attempt);
  return attempt.number;
}

/** Hands an attempt in. To do it twice does no harm. */
export async function submitAttempt(courseId: string, lessonId: string, number: number): Promise<void> {
  const params = { path: { course_id: courseId, lesson_id: lessonId, number } };
  const route = '/v1/me/enrolments/{course_id}/lessons/{lesson_id}/attempts/{number}/submission';
  keep(courseId, lessonId, await answered(api.POST(route, { params })));
}

/** A result may have completed the lesson, and with it the course. */
export function askAgain(courseId: string, lessonId: string): void {
  const standing = standingQuery(courseId, lessonId).queryKey;
  for (const queryKey of [standing, ['enrolment', courseId], ['enrolments'], ['home'], ['path'], ['course', courseId]])
    void queryClient.invalidateQueries({ queryKey });
}
