import { api } from 'shared/api/client';
import { answered, hasStatus } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { shelved } from '../../offline/shelf';

export type EnrolmentDetail = Schema<'EnrolmentView'> & { readonly completed_lessons: readonly string[] };

/** All of one's enrolments; what was opened or completed last comes first. */
export const enrolmentsQuery = shelved(['enrolments'], async (): Promise<Schema<'EnrolmentViewList'>> => {
  const items: Schema<'EnrolmentView'>[] = [];
  for (let cursor: string | null | undefined = ''; cursor !== undefined && cursor !== null; ) {
    const query = { limit: 100, ...(cursor && { cursor }) };
    const page: Schema<'EnrolmentViewList'> = await answered(api.GET('/v1/me/enrolments', { params: { query } }));
    items.push(...page.items);
    cursor = page.next;
  }
  return { items: items.sort((a, b) => b.active_at.localeCompare(a.active_at)) };
});

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

/** Invitations that wait for an answer, the newest course first. */
export const invitationsQuery = shelved(['invitations'], async () => {
  const { items } = await answered(api.GET('/v1/me/course-invitations', { params: { query: { limit: 100 } } }));
  return items;
});

/** What one has asked for and was not granted, or not yet. */
export const requestsQuery = shelved(['requests'], async () => {
  const { items } = await answered(api.GET('/v1/me/enrolment-requests', { params: { query: { limit: 100 } } }));
  return items.filter(request => request.state !== 'approved');
});
