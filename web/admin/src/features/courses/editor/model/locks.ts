import { type CourseDraft, type DraftLesson, lessonsOf } from './draft';

/** Of each lesson that waits for an earlier one, by its key: for which. Waiting for one that is gone or comes later is nothing. */
export function locksOf(draft: CourseDraft): ReadonlyMap<string, DraftLesson> {
  const locks = new Map<string, DraftLesson>();
  const earlier = new Map<string, DraftLesson>();
  for (const lesson of lessonsOf(draft)) {
    const awaited = lesson.after === undefined ? undefined : earlier.get(lesson.after);
    if (awaited) locks.set(lesson.key, awaited);
    if (lesson.id !== undefined) earlier.set(lesson.id, lesson);
  }
  return locks;
}

/** Lessons that stand before the one that they are to wait for, by their key: with that one. They open without waiting. */
export function lostLocksOf(draft: CourseDraft): ReadonlyMap<string, DraftLesson> {
  const locks = locksOf(draft);
  const known = new Map(
    lessonsOf(draft).flatMap(lesson => (lesson.id === undefined ? [] : [[lesson.id, lesson] as const])),
  );
  return new Map(
    lessonsOf(draft).flatMap(({ key, after }) => {
      const awaited = after === undefined || locks.has(key) ? undefined : known.get(after);
      return awaited ? [[key, awaited] as const] : [];
    }),
  );
}

/** What a lesson can wait for: the API knows lessons by their id, which they have once they are saved. */
export function awaitable(draft: CourseDraft, key: string): { saved: DraftLesson[]; unsaved: number } {
  const lessons = lessonsOf(draft);
  const earlier = lessons.slice(
    0,
    Math.max(
      0,
      lessons.findIndex(lesson => lesson.key === key),
    ),
  );
  const saved = earlier.filter(({ id }) => id !== undefined);
  return { saved, unsaved: earlier.length - saved.length };
}
