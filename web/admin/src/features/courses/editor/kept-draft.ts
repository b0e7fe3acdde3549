import { queryOptions } from '@tanstack/react-query';
import { clear, createStore, del, get, set } from 'idb-keyval';
import { onLeave } from 'shared/session/session';
import { type CourseDraft, draftOf, mapLessons } from './model/draft';

/** What has been edited and not saved, and on which version of the course. */
export interface KeptDraft {
  base: CourseDraft;
  mine: CourseDraft;
  version: string;
}

const store = createStore('trellis-panel', 'course-drafts');
const LAST = 'trellis.course-draft.';

onLeave(async () => {
  for (const name of Object.keys(localStorage)) if (name.startsWith(LAST)) localStorage.removeItem(name);
  await clear(store);
});

/**
 * A draft that was kept before courses had tags, covers, kinds of lessons, terms of enrolment and so on knows nothing of them. Its version is given up: so saving begins
 * with a look at how the course stands, and takes over from there what is not known here.
 */
export function completed(kept: KeptDraft): KeptDraft {
  if ('note' in kept.base && 'cover' in kept.base && 'owner' in kept.base) return kept;
  const blank = draftOf({ title: '', summary: '', parts: [] });
  const whole = (draft: CourseDraft): CourseDraft =>
    mapLessons({ ...blank, ...draft }, lesson => ({
      ...lesson,
      kind: lesson.kind ?? 'page',
      optional: lesson.optional ?? false,
    }));
  return { base: whole(kept.base), mine: whole(kept.mine), version: '"0"' };
}

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
    queryFn: async () => {
      const name = nameOf(memberId, courseId);
      await takeOver(name);
      const kept = await tolerant(get<KeptDraft>(name, store));
      return kept ? completed(kept) : null;
    },
    // What is kept changes with every key: it is read once, when the editor opens.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export async function keepDraft(memberId: string, courseId: string, draft: KeptDraft | undefined): Promise<void> {
  await write(nameOf(memberId, courseId), draft);
}

async function write(name: string, draft: KeptDraft | undefined): Promise<void> {
  await tolerant(draft ? set(name, draft, store) : del(name, store));
}

/** For the moment in which the page goes: the database would not finish then, this does. */
export function keepAtLast(memberId: string, courseId: string, draft: KeptDraft | undefined): void {
  try {
    localStorage.setItem(LAST + nameOf(memberId, courseId), JSON.stringify({ draft }));
  } catch {
    // Full or refused: what was kept a moment before remains.
  }
}

/** What was kept at last is newer than what the database has. */
async function takeOver(name: string): Promise<void> {
  try {
    const last = localStorage.getItem(LAST + name);
    if (last === null) return;
    const { draft }: { draft?: KeptDraft } = JSON.parse(last);
    await write(name, draft);
    localStorage.removeItem(LAST + name);
  } catch {
    // Refused or not readable: the database speaks.
  }
}
