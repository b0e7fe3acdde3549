import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answered, hasStatus, isOffline } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { findWorkspace } from 'shared/sign-in/workspace';
import { hasWords } from '../course/matches';
import { fromShelf, shelve, shelved } from '../offline/shelf';

export type CourseDetail = Schema<'CourseSummary'> & { readonly parts: readonly Schema<'Part'>[] };
export type EnrolmentDetail = Schema<'EnrolmentView'> & { readonly completed_lessons: readonly string[] };
export type BoardName = Schema<'Board'>;

export const meQuery = shelved(['me'], () => answered(api.GET('/v1/me')));

export const homeQuery = shelved(['home'], () => answered(api.GET('/v1/me/home')));

export const enrolmentsQuery = shelved(['enrolments'], () => answered(api.GET('/v1/me/enrolments')));

export function workspaceQuery(name: string) {
  return shelved(['workspace-look', name], () => findWorkspace(name));
}

export function courseQuery(courseId: string) {
  const params = { path: { course_id: courseId } };
  return shelved(
    ['course', courseId],
    (): Promise<CourseDetail> => answered(api.GET('/v1/catalog/courses/{course_id}', { params })),
  );
}

/** One's progress in a course, or `null` for who has not begun it. */
export function enrolmentQuery(courseId: string) {
  const params = { path: { course_id: courseId } };
  return shelved(['enrolment', courseId], async (): Promise<EnrolmentDetail | null> => {
    try {
      return await answered(api.GET('/v1/me/enrolments/{course_id}', { params }));
    } catch (error) {
      if (hasStatus(error, 404)) return null;
      throw error;
    }
  });
}

export function lessonQuery(courseId: string, lessonId: string) {
  const params = { path: { course_id: courseId, lesson_id: lessonId } };
  return {
    ...shelved(['lesson', courseId, lessonId], () =>
      answered(api.GET('/v1/catalog/courses/{course_id}/lessons/{lesson_id}', { params })),
    ),
    // The addresses of its pictures work for an hour.
    staleTime: 45 * 60_000,
  };
}

export function boardQuery(board: BoardName) {
  return shelved(['board', board], () =>
    answered(api.GET('/v1/boards/{board_id}', { params: { path: { board_id: board } } })),
  );
}

export function ownRankQuery(board: BoardName) {
  return shelved(['own-rank', board], () =>
    answered(api.GET('/v1/boards/{board_id}/me', { params: { path: { board_id: board } } })),
  );
}

export const sessionsQuery = shelved(['sessions'], () => answered(api.GET('/v1/me/sessions')));

const PAGE = 60;

/** The catalogue page by page, as far as it has these words; its first page can be read without network. */
export function catalogueQuery(words: string) {
  return infiniteQueryOptions({
    queryKey: ['catalogue', words],
    initialPageParam: '',
    queryFn: async ({ pageParam: cursor }): Promise<Schema<'CourseSummaryList'>> => {
      try {
        const query = { limit: PAGE, ...(words && { q: words }), ...(cursor && { cursor }) };
        const page = await answered(api.GET('/v1/catalog/courses', { params: { query } }));
        if (!cursor && !words) void shelve(['catalogue'], page);
        return page;
      } catch (error) {
        const kept =
          isOffline(error) && !cursor ? await fromShelf<Schema<'CourseSummaryList'>>(['catalogue']) : undefined;
        if (kept) return { items: kept.items.filter(course => hasWords(course, words)) };
        throw error;
      }
    },
    getNextPageParam: page => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}
