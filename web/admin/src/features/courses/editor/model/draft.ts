import type { Schema } from 'shared/api/schemas';

type Outline = readonly Schema<'Part'>[];

/** A text that has been written here, and what stood there when the writing began: `null` where what was written is not kept. */
export interface WrittenText {
  markdown: string;
  before: string | null;
}

/** Keys name things while they are edited: lessons have an id only once they are saved, parts and modules never have one. */
export interface DraftLesson {
  key: string;
  id?: string;
  title: string;
  minutes: number;
  text?: WrittenText;
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
  parts: readonly DraftPart[];
}

export interface CourseDetail {
  title: string;
  summary: string;
  groups?: readonly string[] | undefined;
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
    parts: course.parts.map((part, p) => ({
      key: `part-${p}`,
      title: part.title,
      modules: part.modules.map((module, m) => ({
        key: `module-${p}-${m}`,
        title: module.title,
        lessons: module.lessons.map(({ id, title, minutes }) => ({ key: `lesson-${id}`, id, title, minutes })),
      })),
    })),
  };
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
