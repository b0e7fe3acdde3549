import { queryOptions } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import type { AskPage } from '../../parts/use-pages';

export type CoursePackage = Schema<'Package'>;
type Item = Schema<'PackageOutlineItem'>;

const SOON = 1_000;

export function isUnderWay({ state }: CoursePackage): boolean {
  return state === 'waiting' || state === 'unpacking';
}

/** What is in a package; asked again and again until it is unpacked. */
export function packageQuery(digest: string) {
  return queryOptions({
    queryKey: ['package', digest],
    queryFn: () => answered(api.GET('/v1/admin/packages/{digest}', { params: { path: { digest } } })),
    refetchInterval: query => (query.state.data && !isUnderWay(query.state.data) ? false : SOON),
    enabled: digest !== '',
  });
}

export function askPackageAttempts(path: {
  course_id: string;
  lesson_id: string;
}): AskPage<Schema<'LearnersPackageAttempt'>> {
  const route = '/v1/admin/courses/{course_id}/lessons/{lesson_id}/package-attempts';
  return query => answered(api.GET(route, { params: { path, query } }));
}

export function askTeamPackageAttempts(member_id: string): AskPage<Schema<'PackageAttemptOfMember'>> {
  return query =>
    answered(api.GET('/v1/team/members/{member_id}/package-attempts', { params: { path: { member_id }, query } }));
}

interface CourseOrder {
  digest: string;
  organisation: string | undefined;
  title: string;
  key: string;
}

/** A draft course with a lesson for each part that can be opened. */
export async function createCourse({ digest, organisation, title, key }: CourseOrder): Promise<string> {
  const params = { path: { digest }, header: { 'Idempotency-Key': key } };
  const body = { ...(organisation && { organisation }), ...(title && { title }) };
  const created = await answered(api.POST('/v1/admin/packages/{digest}/course', { params, body }));
  return created.course_id;
}

export interface LaunchableItem {
  id: string;
  title: string;
  /** Where it stands, from the outside inwards. */
  above: readonly string[];
  masteryPercent: number | undefined;
}

function launchableIn(items: readonly Item[], above: readonly string[]): LaunchableItem[] {
  return items.flatMap(({ id, title, launchable, mastery_percent, items: below }) => [
    ...(launchable ? [{ id, title, above, masteryPercent: mastery_percent ?? undefined }] : []),
    ...launchableIn(below, [...above, title]),
  ]);
}

/** What of a package can be opened, in the order of its outlines. */
export function launchableItems({ organisations }: Pick<CoursePackage, 'organisations'>): LaunchableItem[] {
  const names = organisations.length > 1;
  return organisations.flatMap(each => launchableIn(each.items, names ? [each.title] : []));
}
