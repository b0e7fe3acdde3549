import { queryOptions } from '@tanstack/react-query';
import { clear, createStore, del, get, set } from 'idb-keyval';
import { onLeave } from 'shared/session/session';
import type { CourseDraft } from './model/draft';

/** What has been edited and not saved, and on which version of the course. */
export interface KeptDraft {
  base: CourseDraft;
  mine: CourseDraft;
  version: string;
  at: string;
}

const store = createStore('trellis-panel', 'course-drafts');
onLeave(() => clear(store));

function nameOf(memberId: string, courseId: string): string {
  return `${memberId}/${courseId}`;
}

/** Storage may be refused (private windows, policies): then nothing is kept, and that is no reason not to edit. */
async function tolerant<Value>(work: Promise<Value>): Promise<Value | undefined> {
  try {
    return await work;
  } catch {
    return undefined;
  }
}

export function keptDraftQuery(memberId: string, courseId: string) {
  return queryOptions({
    queryKey: ['kept-draft', memberId, courseId],
    queryFn: async () => (await tolerant(get<KeptDraft>(nameOf(memberId, courseId), store))) ?? null,
    // What is kept changes with every key: it is read once, when the editor opens.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export async function keepDraft(memberId: string, courseId: string, draft: KeptDraft | undefined): Promise<void> {
  const name = nameOf(memberId, courseId);
  await tolerant(draft ? set(name, draft, store) : del(name, store));
}
