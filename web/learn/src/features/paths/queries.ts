import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answered, isUnreached } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { hasWords } from 'shared/i18n/folding';
import { fromShelf, shelve, shelved } from '../../offline/shelf';

export type PathSummary = Schema<'PathSummary'>;
export type PathDetail = Schema<'PathDetail'>;
export type PathCourse = Schema<'PathCourse'>;
type PathPage = Schema<'PathSummaryList'>;
type TakenPages = Schema<'PathTakenList'>;

const PAGE = 60;

/** The paths on offer, page by page; the first page of all can be read without network. */
export function pathsQuery(words: string) {
  return infiniteQueryOptions({
    queryKey: ['paths', words],
    initialPageParam: '',
    queryFn: async ({ pageParam: cursor, signal }): Promise<PathPage> => {
      try {
        const query = { limit: PAGE, ...(words && { q: words }), ...(cursor && { cursor }) };
        const page = await answered(api.GET('/v1/catalog/paths', { params: { query }, signal }));
        if (!cursor && !words) void shelve(['paths'], page);
        return page;
      } catch (error) {
        const kept = isUnreached(error) && !cursor ? await fromShelf<PathPage>(['paths']) : undefined;
        if (kept) return { items: kept.items.filter(path => hasWords(`${path.title} ${path.summary}`, words)) };
        throw error;
      }
    },
    getNextPageParam: page => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export function pathQuery(pathId: string) {
  const params = { path: { path_id: pathId } };
  return shelved(
    ['path', pathId],
    (): Promise<PathDetail> => answered(api.GET('/v1/catalog/paths/{path_id}', { params })),
  );
}

/** All of one's paths, the latest first. */
export const takenPathsQuery = shelved(['taken-paths'], async (): Promise<TakenPages['items']> => {
  const items: TakenPages['items'][number][] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const query = { limit: 100, ...(cursor && { cursor }) };
    const page: TakenPages = await answered(api.GET('/v1/me/paths', { params: { query } }));
    items.push(...page.items);
    cursor = page.next;
  }
  return items.sort((a, b) => b.taken_at.localeCompare(a.taken_at));
});

/** A page does not wait for what only comes besides its courses once that has failed. */
export function isSettled(query: { data: unknown; failureCount: number }): boolean {
  return query.data !== undefined || query.failureCount > 0;
}
