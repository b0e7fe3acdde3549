import { queryOptions } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import type { AskPage } from '../../parts/use-pages';

export type QuizLesson = Readonly<{ course_id: string; lesson_id: string }>;

/** What is known of the questions of a quiz: of one version of the course, or of all. */
export function statisticsQuery(path: QuizLesson, version: number | undefined) {
  const query = version === undefined ? {} : { version };
  return queryOptions({
    queryKey: ['course', path.course_id, 'quiz', path.lesson_id, { version }],
    queryFn: () =>
      answered(
        api.GET('/v1/admin/courses/{course_id}/lessons/{lesson_id}/quiz-statistics', { params: { path, query } }),
      ),
  });
}

export function askAttempts(path: QuizLesson): AskPage<Schema<'MembersAttempt'>> {
  return query =>
    answered(api.GET('/v1/admin/courses/{course_id}/lessons/{lesson_id}/attempts', { params: { path, query } }));
}

export function askTeamAttempts(member_id: string): AskPage<Schema<'AttemptOfMember'>> {
  return query =>
    answered(api.GET('/v1/team/members/{member_id}/attempts', { params: { path: { member_id }, query } }));
}

export type OneAttempt = QuizLesson & Readonly<{ member_id: string; number: number }>;

export function attemptQuery(path: OneAttempt) {
  const route = '/v1/admin/courses/{course_id}/lessons/{lesson_id}/attempts/{member_id}/{number}';
  return queryOptions({
    queryKey: ['course', path.course_id, 'quiz', path.lesson_id, 'attempts', path.member_id, path.number],
    queryFn: () => answered(api.GET(route, { params: { path } })),
  });
}

export function teamAttemptQuery(path: OneAttempt) {
  const route = '/v1/team/members/{member_id}/attempts/{course_id}/{lesson_id}/{number}';
  return queryOptions({
    queryKey: ['team', path.member_id, 'attempts', path.course_id, path.lesson_id, path.number],
    queryFn: () => answered(api.GET(route, { params: { path } })),
  });
}

/** What would change if all attempts were graded with the answers that are published now. Nothing is changed by asking. */
export function previewRegrading(path: QuizLesson): Promise<Schema<'RegradingPreview'>> {
  const route = '/v1/admin/courses/{course_id}/lessons/{lesson_id}/regrading-preview';
  return answered(api.POST(route, { params: { path }, body: {} }));
}

/** Does what was previewed, and nothing else. */
export async function regrade(path: QuizLesson, token: string): Promise<void> {
  const route = '/v1/admin/courses/{course_id}/lessons/{lesson_id}/regrading';
  await answered(api.POST(route, { params: { path }, body: { token } }));
}
