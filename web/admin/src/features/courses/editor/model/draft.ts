import type { Schema } from 'shared/api/schemas';

type Outline = readonly Schema<'Part'>[];

export type Content = Schema<'Content'>;
export type LessonKind = Content['kind'];

/** A text that has been written here, and what stood there when the writing began: `null` where what was written is not kept. */
export interface WrittenText {
  markdown: string;
  before: string | null;
}

/** What a lesson has besides its text, as it has been changed here, and what there was when that began: `null` where nothing was. */
export interface WrittenContent {
  value: Content;
  before: Content | null;
}

/** Another course, such as one that comes before this one. */
export interface OtherCourse {
  id: string;
  title: string;
}

/** Who answers for a course. */
export interface Owner {
  id: string;
  name: string;
}

/** Keys name things while they are edited: lessons have an id only once they are saved, parts and modules never have one. */
export interface DraftLesson {
  key: string;
  id?: string;
  title: string;
  minutes: number;
  kind: LessonKind;
  optional: boolean;
  /** The id of the lesson that has to be done first. It holds only while that one stands earlier (locks.ts). */
  after?: string;
  text?: WrittenText;
  content?: WrittenContent;
}

export interface DraftModule {
  key: string;
  title: string;
  lessons: readonly DraftLesson[];
}

export interface DraftPart {
  key: string;
  title: string;
  modules: readonly DraftModule[];
}

export interface CourseDraft {
  title: string;
  summary: string;
  groups: readonly string[];
  tags: readonly string[];
  skills: readonly string[];
  level: Schema<'CourseLevel'> | '';
  /** BCP 47; empty if it is not known. */
  language: string;
  audience: string;
  /** The digest of a picture; empty where the cover is drawn. */
  cover: string;
  outcomes: readonly string[];
  prerequisites: readonly OtherCourse[];
  unlock: Schema<'Unlock'>;
  /** How many percent of the required lessons complete it; `null` while nothing is written there. */
  completion_percent: number | null;
  /** The average score in percent that it asks for besides; `null` for none. */
  completion_score: number | null;
  owner: Owner | null;
  /** The course that it says in another language. */
  translation_of: OtherCourse | null;
  /** What the workspace tells its learners about it. */
  note: string;
  enrolment: Schema<'EnrolmentMode'>;
  /** How many can take it at once; `null` for any number. */
  seats: number | null;
  parts: readonly DraftPart[];
}

export interface CourseDetail {
  title: string;
  summary: string;
  groups?: readonly string[] | undefined;
  about?: Schema<'About'> | undefined;
  language?: string | null | undefined;
  unlock?: Schema<'Unlock'> | undefined;
  completion_percent?: number | undefined;
  completion_score?: number | undefined;
  owner?: Schema<'CourseOwner'> | undefined;
  translation_of?: string | undefined;
  translations?: readonly Schema<'Translation'>[] | undefined;
  prerequisites?: readonly Schema<'Prerequisite'>[] | undefined;
  note?: string | undefined;
  enrolment?: Schema<'EnrolmentTerms'> | undefined;
  parts: Outline;
}

export function newKey(kind: 'part' | 'module' | 'lesson'): string {
  return `${kind}-${crypto.randomUUID()}`;
}

export function draftOf(course: CourseDetail): CourseDraft {
  return {
    title: course.title,
    summary: course.summary,
    groups: [...(course.groups ?? [])].sort(),
    tags: [...(course.about?.tags ?? [])].sort(),
    skills: [...(course.about?.skills ?? [])].sort(),
    level: course.about?.level ?? '',
    language: course.language ?? '',
    audience: course.about?.audience ?? '',
    cover: course.about?.cover?.digest ?? '',
    outcomes: [...(course.about?.outcomes ?? [])],
    prerequisites: (course.prerequisites ?? []).map(({ course_id, title }) => ({ id: course_id, title })),
    unlock: course.unlock ?? 'free',
    completion_percent: course.completion_percent ?? 100,
    completion_score: course.completion_score || null,
    owner: course.owner ? { id: course.owner.member_id, name: course.owner.name } : null,
    translation_of: originalOf(course),
    note: course.note ?? '',
    enrolment: course.enrolment?.mode ?? 'open',
    seats: course.enrolment?.seats ?? null,
    parts: course.parts.map((part, p) => ({
      key: `part-${p}`,
      title: part.title,
      modules: part.modules.map((module, m) => ({
        key: `module-${p}-${m}`,
        title: module.title,
        lessons: module.lessons.map(lessonOf),
      })),
    })),
  };
}

/** Its title stands among the translations, if the course is still there. */
function originalOf({ translation_of: id, translations = [] }: CourseDetail): OtherCourse | null {
  if (id === undefined) return null;
  return { id, title: translations.find(other => other.course_id === id)?.title ?? id };
}

/** What a course has to do with people and other courses, as the API tells it. */
export type Relations = Pick<CourseDetail, 'owner' | 'translations'>;

export function relationsOf({ owner, translation_of: original }: CourseDraft): Relations {
  return {
    ...(owner && { owner: { member_id: owner.id, name: owner.name } }),
    ...(original && { translations: [{ course_id: original.id, title: original.title }] }),
  };
}

/** The lessons without which, or without most of which, the course is not complete. */
export function requiredOf(draft: CourseDraft): number {
  return lessonsOf(draft).filter(lesson => !lesson.optional).length;
}

function lessonOf({ id, title, minutes, kind, optional, after }: Schema<'OutlineLesson'>): DraftLesson {
  return { key: `lesson-${id}`, id, title, minutes, kind, optional: optional ?? false, ...(after && { after }) };
}

export function modulesOf(draft: CourseDraft): DraftModule[] {
  return draft.parts.flatMap(part => part.modules);
}

export function lessonsOf(draft: CourseDraft): DraftLesson[] {
  return modulesOf(draft).flatMap(module => module.lessons);
}

export function minutesOf(draft: CourseDraft): number {
  return lessonsOf(draft).reduce((sum, lesson) => sum + lesson.minutes, 0);
}

/** The same draft with every lesson run through `change`. */
export function mapLessons(draft: CourseDraft, change: (lesson: DraftLesson) => DraftLesson): CourseDraft {
  return mapModules(draft, module => ({ ...module, lessons: module.lessons.map(change) }));
}

export function mapModules(draft: CourseDraft, change: (module: DraftModule) => DraftModule): CourseDraft {
  return { ...draft, parts: draft.parts.map(part => ({ ...part, modules: part.modules.map(change) })) };
}
