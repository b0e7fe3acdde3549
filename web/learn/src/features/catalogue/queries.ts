import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answered, isUnreached } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { fromShelf, shelve } from '../../offline/shelf';
import { matchesSearch } from '../course/matches';

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
          isUnreached(error) && !cursor ? await fromShelf<Schema<'CourseSummaryList'>>(['catalogue']) : undefined;
        if (kept) return { items: kept.items.filter(course => matchesSearch(course, words)) };
        throw error;
      }
    },
    getNextPageParam: page => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}
