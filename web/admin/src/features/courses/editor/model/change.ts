import type { Schema } from 'shared/api/schemas';
import { contentText, kindOf, sentContent } from '../content/kinds';
import { type CourseDetail, type CourseDraft, type DraftLesson, draftOf, lessonsOf, mapLessons } from './draft';
import { ABOUT, COURSE_FIELDS, type CourseField, linesOf, TERMS } from './fields';
import { locksOf } from './locks';

function outlineOf(draft: CourseDraft, withTexts: boolean) {
  const locks = locksOf(draft);
  return draft.parts.map(part => ({
    title: part.title.trim(),
    modules: part.modules.map(module => ({
      title: module.title.trim(),
      lessons: module.lessons.map(lesson => lessonOf(lesson, locks.get(lesson.key)?.id, withTexts)),
    })),
  }));
}

/** The outline is replaced as a whole: what is left out of a lesson, but for its text and its content, is taken from it. */
function lessonOf(lesson: DraftLesson, after: string | undefined, withTexts: boolean) {
  const { id, key, title, minutes, optional, text } = lesson;
  const markdown = text?.markdown ?? (id === undefined && kindOf(lesson.kind).needsText ? '' : undefined);
  const content = changedContent(lesson);
  return {
    ...(id !== undefined && { id }),
    ...(id === undefined && !withTexts && { key }),
    title: title.trim(),
    minutes,
    ...(optional && { optional }),
    ...(after !== undefined && { after }),
    ...(content && { content }),
    ...(markdown !== undefined && { markdown }),
  };
}

/** Of a new lesson what it is, of a known one only what has changed. */
function changedContent({ id, kind, content }: DraftLesson) {
  if (!content) return undefined;
  if (id === undefined) return kind === 'page' ? undefined : sentContent(content.value);
  return content.before && contentText(content.before) === contentText(content.value)
    ? undefined
    : sentContent(content.value);
}

function aboutOf({ tags, skills, level, audience, outcomes, cover }: CourseDraft): Schema<'DraftAbout'> {
  return {
    tags: [...tags],
    skills: [...skills],
    outcomes: linesOf(outcomes),
    ...(level && { level }),
    ...(audience.trim() && { audience: audience.trim() }),
    ...(cover && { cover }),
  };
}

function termsOf({ enrolment, seats }: CourseDraft): Schema<'DraftTerms'> {
  return { mode: enrolment, ...(seats !== null && { seats }) };
}

/** What has to be sent so that the course becomes what `mine` says; nothing if it is that already. */
export function changeOf(base: CourseDraft, mine: CourseDraft): Schema<'CourseChange'> | undefined {
  const differs = (field: CourseField) => COURSE_FIELDS[field](base) !== COURSE_FIELDS[field](mine);
  const change = {
    ...(differs('title') && { title: mine.title.trim() }),
    ...(differs('summary') && { summary: mine.summary }),
    ...(differs('groups') && { groups: [...mine.groups] }),
    ...(ABOUT.some(differs) && { about: aboutOf(mine) }),
    ...(differs('note') && { note: mine.note.trim() || null }),
    ...(TERMS.some(differs) && { enrolment: termsOf(mine) }),
    ...(differs('language') && { language: mine.language || null }),
    ...(differs('unlock') && { unlock: mine.unlock }),
    ...(differs('completion_percent') && { completion_percent: mine.completion_percent }),
    ...(differs('completion_score') && { completion_score: mine.completion_score ?? 0 }),
    ...(differs('owner') && { owner: mine.owner?.id ?? null }),
    ...(differs('translation_of') && { translation_of: mine.translation_of?.id ?? null }),
    ...(differs('prerequisites') && { prerequisites: mine.prerequisites.map(({ id }) => id) }),
    ...(outlineChanged(base, mine) && { parts: outlineOf(mine, true) }),
  };
  return Object.keys(change).length > 0 ? change : undefined;
}

const OF_DRAFT = ['parts', 'language', 'unlock', 'completion_percent', 'completion_score'] as const;

/** Whether a change waits for the next version. Everything else holds for all versions, and at once. */
export function isOfDraft(change: Schema<'CourseChange'> | undefined): boolean {
  return OF_DRAFT.some(field => change?.[field] !== undefined);
}

function outlineChanged(base: CourseDraft, mine: CourseDraft): boolean {
  if (base.parts === mine.parts) return false;
  return JSON.stringify(outlineOf(base, false)) !== JSON.stringify(outlineOf(mine, false));
}

/** Whether nothing but texts of lessons that are saved already is changed. */
export function changesOnlyTexts(base: CourseDraft, mine: CourseDraft): boolean {
  const bare = mapLessons(mine, ({ text, ...lesson }) => lesson);
  const lessons = lessonsOf(mine);
  return (
    lessons.some(({ text }) => text !== undefined) &&
    lessons.every(({ id, content }) => id !== undefined && content === undefined) &&
    changeOf(base, bare) === undefined
  );
}

/** An earlier draft after the texts of `sent` were saved: where it had another text, that is now a change of what is saved. */
export function withTextsAgain(draft: CourseDraft, sent: CourseDraft): CourseDraft {
  const saved = new Map(lessonsOf(sent).map(({ id, text }) => [id, text]));
  return mapLessons(draft, lesson => {
    const now = lesson.id === undefined ? undefined : saved.get(lesson.id);
    const markdown = lesson.text?.markdown ?? now?.before ?? undefined;
    if (!now || markdown === undefined) return lesson;
    const { text, ...rest } = lesson;
    return markdown === now.markdown ? rest : { ...rest, text: { markdown, before: now.markdown } };
  });
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
    const { text, content, id: known, ...rest } = lesson;
    const id = known ?? ids.get(lesson.key);
    const { text: sentText, content: sentContent } = before.get(lesson.key) ?? {};
    const later = text && text !== sentText ? { ...text, before: sentText?.markdown ?? text.before } : undefined;
    const laterContent =
      content && content !== sentContent ? { ...content, before: sentContent?.value ?? content.before } : undefined;
    return {
      ...rest,
      ...(id !== undefined && { id }),
      ...(later && { text: later }),
      ...(laterContent && { content: laterContent }),
    };
  };
  const isSettled = present.translation_of === sent.translation_of;
  return {
    ...present,
    // The original of what was chosen may have taken its place.
    translation_of: isSettled ? saved.translation_of : present.translation_of,
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
