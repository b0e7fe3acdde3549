import { type CourseDraft, type DraftLesson, lessonsOf } from './draft';

/** Blank lines of a list are none. */
export function linesOf(lines: readonly string[]): string[] {
  return lines.map(line => line.trim()).filter(line => line !== '');
}

/** What a course says of itself beside its outline, each as a text: two drafts agree where their texts are the same. */
export const COURSE_FIELDS = {
  title: draft => draft.title.trim(),
  summary: draft => draft.summary,
  tags: draft => linesOf(draft.tags).join('\n'),
  skills: draft => linesOf(draft.skills).join('\n'),
  level: draft => draft.level,
  language: draft => draft.language,
  audience: draft => draft.audience.trim(),
  cover: draft => draft.cover,
  outcomes: draft => linesOf(draft.outcomes).join('\n'),
  prerequisites: draft =>
    draft.prerequisites
      .map(({ id }) => id)
      .sort()
      .join('\n'),
  unlock: draft => draft.unlock,
  completion_percent: draft => String(draft.completion_percent ?? ''),
  completion_score: draft => String(draft.completion_score ?? ''),
  owner: draft => draft.owner?.id ?? '',
  translation_of: draft => draft.translation_of?.id ?? '',
  note: draft => draft.note.trim(),
  enrolment: draft => draft.enrolment,
  seats: draft => String(draft.seats ?? ''),
  groups: draft => draft.groups.join(),
} satisfies Partial<Record<keyof CourseDraft, (draft: CourseDraft) => string>>;

export type CourseField = keyof typeof COURSE_FIELDS;
export const COURSE_FIELD_NAMES = Object.keys(COURSE_FIELDS) as CourseField[];

/** The API takes these together, as the whole of what helps people to find a course. */
export const ABOUT: readonly CourseField[] = ['tags', 'skills', 'level', 'audience', 'outcomes', 'cover'];

/** Likewise, as the whole of how people enrol. */
export const TERMS: readonly CourseField[] = ['enrolment', 'seats'];

/** As a person reads it, where that is not the text itself. */
export function shownField(field: CourseField, draft: CourseDraft): string {
  if (field === 'prerequisites') return draft.prerequisites.map(({ title }) => title).join('\n');
  if (field === 'owner') return draft.owner?.name ?? '';
  if (field === 'translation_of') return draft.translation_of?.title ?? '';
  // Pictures are told apart by the beginnings of their digests.
  if (field === 'cover') return draft.cover.slice(0, 12);
  return COURSE_FIELDS[field](draft);
}

/** What the outline says of a lesson, likewise. Texts and contents are compared on their own. */
export const LESSON_FIELDS = {
  title: lesson => lesson.title.trim(),
  minutes: lesson => String(lesson.minutes),
  optional: lesson => String(lesson.optional),
  after: lesson => lesson.after ?? '',
} satisfies Partial<Record<keyof DraftLesson, (lesson: DraftLesson) => string>>;

export type LessonField = keyof typeof LESSON_FIELDS;
export const LESSON_FIELD_NAMES = Object.keys(LESSON_FIELDS) as LessonField[];

export function shownLessonField(field: LessonField, lesson: DraftLesson, draft: CourseDraft): string {
  if (field !== 'after') return LESSON_FIELDS[field](lesson);
  return lessonsOf(draft).find(({ id }) => id !== undefined && id === lesson.after)?.title ?? '';
}
