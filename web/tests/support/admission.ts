import { call } from './api.ts';
import { courseWith, type TestCourse } from './courses.ts';

const author = () => process.env.TRELLIS_TEST_AUTHOR ?? '';
const admin = () => process.env.TRELLIS_TEST_ADMIN ?? '';

interface Terms {
  mode?: 'open' | 'approval' | 'invitation';
  seats?: number;
}

/** A published course of one lesson that does not let everybody in. */
export function courseOn(terms: Terms, title = 'Forklift licence'): Promise<TestCourse> {
  return courseWith(title, [{ title: 'Before you drive' }], { enrolment: terms });
}

export async function ask(token: string, course: TestCourse, note?: string): Promise<void> {
  await call(`/v1/me/enrolment-requests/${course.id}`, { method: 'PUT', token, body: note ? { note } : {} });
}

/** What an administrator decides. */
export async function decide(memberId: string, course: TestCourse, reason?: string): Promise<void> {
  const path = `/v1/admin/people/${memberId}/enrolment-requests/${course.id}/decision`;
  const body = reason ? { decision: 'declined', reason } : { decision: 'approved' };
  await call(path, { method: 'PUT', token: admin(), body });
}

export async function invite(course: TestCourse, ...memberIds: string[]): Promise<void> {
  const body = { member_ids: memberIds };
  await call(`/v1/admin/courses/${course.id}/invitations`, { method: 'POST', token: author(), body });
}

interface Own {
  course_id: string;
  state: string;
  reason?: string;
}

export async function ownRequest(token: string, course: TestCourse): Promise<Own | undefined> {
  const { items } = await call<{ items: Own[] }>('/v1/me/enrolment-requests', { token });
  return items.find(each => each.course_id === course.id);
}
