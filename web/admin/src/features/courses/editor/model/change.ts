import type { Schema } from 'shared/api/schemas';
import { type CourseDetail, type CourseDraft, type DraftLesson, draftOf, lessonsOf, mapLessons } from './draft';

/** Titles are trimmed by the API: a blank at the end is no change. */
function sameText(one: string, other: string): boolean {
  return one.trim() === other.trim();
}

function outlineOf(draft: CourseDraft, withTexts: boolean) {
  return draft.parts.map(part => ({
    title: part.title.trim(),
    modules: part.modules.map(module => ({
      title: module.title.trim(),
      lessons: module.lessons.map(lesson => lessonOf(lesson, withTexts)),
    })),
  }));
}

function lessonOf({ id, key, title, minutes, text }: DraftLesson, withTexts: boolean) {
  const markdown = text?.markdown ?? (id === undefined ? '' : undefined);
  return {
    ...(id !== undefined && { id }),
    ...(id === undefined && !withTexts && { key }),
    title: title.trim(),
    minutes,
    ...(markdown !== undefined && { markdown }),
  };
}

/** What has to be sent so that the course becomes what `mine` says; nothing if it is that already. */
export function changeOf(base: CourseDraft, mine: CourseDraft): Schema<'CourseChange'> | undefined {
  const change = {
    ...(!sameText(base.title, mine.title) && { title: mine.title.trim() }),
    ...(base.summary !== mine.summary && { summary: mine.summary }),
    ...(base.groups.join() !== mine.groups.join() && { groups: [...mine.groups] }),
    ...(outlineChanged(base, mine) && { parts: outlineOf(mine, true) }),
  };
  return Object.keys(change).length > 0 ? change : undefined;
}

function outlineChanged(base: CourseDraft, mine: CourseDraft): boolean {
  if (base.parts === mine.parts) return false;
  return JSON.stringify(outlineOf(base, false)) !== JSON.stringify(outlineOf(mine, false));
}

/** What is saved, under the keys that it had while it was edited: new lessons stand where they were sent, now with an id. */
export function savedAs(sent: CourseDraft, saved: CourseDetail): CourseDraft {
  const fresh = draftOf(saved);
  return {
    ...fresh,
    parts: fresh.parts.map((part, p) => {
      const sentPart = sent.parts[p];
      return {
        ...part,
        key: sentPart?.key ?? part.key,
        modules: part.modules.map((module, m) => {
          const sentModule = sentPart?.modules[m];
          return {
            ...module,
            key: sentModule?.key ?? module.key,
            lessons: module.lessons.map((lesson, l) => ({ ...lesson, key: sentModule?.lessons[l]?.key ?? lesson.key })),
          };
        }),
      };
    }),
  };
}

/** What has been edited on while `sent` was on its way, on top of what is saved now. */
export function goOn(present: CourseDraft, sent: CourseDraft, saved: CourseDraft): CourseDraft {
  const before = new Map(lessonsOf(sent).map(lesson => [lesson.key, lesson]));
  const ids = new Map(lessonsOf(saved).map(lesson => [lesson.key, lesson.id]));
  const settled = (lesson: DraftLesson): DraftLesson => {
    const { text, id: known, ...rest } = lesson;
    const id = known ?? ids.get(lesson.key);
    const sentText = before.get(lesson.key)?.text;
    const later = text && text !== sentText ? { ...text, before: sentText?.markdown ?? text.before } : undefined;
    return { ...rest, ...(id !== undefined && { id }), ...(later && { text: later }) };
  };
  return {
    ...present,
    parts: present.parts.map(part => ({
      ...part,
      modules: part.modules.map(module => ({ ...module, lessons: module.lessons.map(settled) })),
    })),
  };
}

/**
 * The answer to an earlier attempt may have been lost on the way: where the outline of `theirs` is just what was sent, its new lessons are
 * ours, and get the ids that they have there.
 */
export function withAdoptedIds(mine: CourseDraft, theirs: CourseDraft): CourseDraft {
  const titles = (draft: CourseDraft) =>
    JSON.stringify(
      draft.parts.map(part => [
        part.title.trim(),
        part.modules.map(module => [module.title.trim(), module.lessons.map(lesson => lesson.title.trim())]),
      ]),
    );
  if (titles(mine) !== titles(theirs)) return mine;
  const theirLessons = lessonsOf(theirs);
  const known = new Set(lessonsOf(mine).map(lesson => lesson.id));
  if (lessonsOf(mine).some(({ id }, at) => id !== undefined && id !== theirLessons[at]?.id)) return mine;
  if (theirLessons.every(({ id }) => known.has(id))) return mine;
  const ids = new Map(lessonsOf(mine).map((lesson, at) => [lesson.key, theirLessons[at]?.id]));
  return mapLessons(mine, lesson => {
    const id = lesson.id ?? ids.get(lesson.key);
    return id === undefined ? lesson : { ...lesson, id };
  });
}
