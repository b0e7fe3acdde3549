import { queryOptions } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { sumOf } from './points';

const PAGE = 100;
/** Longer courses are rare, and this is a moment. */
const PAGES = 4;
/** Points are counted a moment after the completion: asked again so often, so many times. */
const AGAIN_AFTER = 800;
const TRIES = 12;

/** The points that a course has brought, once those of its last lesson are counted; `null` if they cannot be told. */
export function rewardQuery(courseId: string, lastLesson: string, since: string) {
  return queryOptions({
    queryKey: ['reward', courseId, lastLesson],
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      for (let tries = 0; tries < TRIES && !signal.aborted; tries += 1) {
        const awards = await awardsSince(since, signal);
        if (!awards) return null;
        if (awards.some(each => each.course_id === courseId && each.lesson_id === lastLesson)) {
          return sumOf(awards, courseId);
        }
        await new Promise(resolve => setTimeout(resolve, AGAIN_AFTER));
      }
      return null;
    },
  });
}

async function awardsSince(since: string, signal: AbortSignal): Promise<Schema<'AwardView'>[] | undefined> {
  const awards: Schema<'AwardView'>[] = [];
  let cursor: string | null | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const query = { limit: PAGE, ...(cursor && { cursor }) };
    const list: Schema<'AwardViewList'> = await answered(api.GET('/v1/me/awards', { params: { query }, signal }));
    awards.push(...list.items);
    cursor = list.next;
    const last = list.items.at(-1);
    if (!cursor || !last || last.at < since) return awards;
  }
  return undefined;
}
