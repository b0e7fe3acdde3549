import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answered, isUnreached } from 'shared/api/problem';
import type { paths } from 'shared/api/schema';
import type { Schema } from 'shared/api/schemas';
import { fromShelf, shelve } from '../../offline/shelf';
import { matchesChoice } from '../course/matches';
import { addressOf, type Choice, chosenValues, FACETS } from './address';

const PAGE = 60;

type Query = NonNullable<paths['/v1/catalog/courses']['get']['parameters']['query']>;

function queryOf({ words, chosen }: Choice, cursor: string): Query {
  const facets = FACETS.filter(name => chosen[name].length > 0).map(name => [name, chosen[name]]);
  return {
    limit: PAGE,
    ...(words && { q: words }),
    ...Object.fromEntries(facets),
    // They are the same for every page.
    ...(cursor ? { cursor } : { facets: true }),
  };
}

/** The catalogue page by page, as far as it is chosen; its first page can be read without network. */
export function catalogueQuery(choice: Choice) {
  const everything = choice.words === '' && chosenValues(choice.chosen).length === 0;
  return infiniteQueryOptions({
    queryKey: ['catalogue', addressOf(choice)],
    initialPageParam: '',
    queryFn: async ({ pageParam: cursor, signal }): Promise<Schema<'Catalogue'>> => {
      try {
        const query = queryOf(choice, cursor);
        // What is no longer looked for is not waited for.
        const page = await answered(api.GET('/v1/catalog/courses', { params: { query }, signal }));
        if (!cursor && everything) void shelve(['catalogue'], page);
        return page;
      } catch (error) {
        const kept = isUnreached(error) && !cursor ? await fromShelf<Schema<'Catalogue'>>(['catalogue']) : undefined;
        // Their numbers would be those of other courses.
        if (kept) return { items: kept.items.filter(course => matchesChoice(course, choice)) };
        throw error;
      }
    },
    getNextPageParam: page => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}
