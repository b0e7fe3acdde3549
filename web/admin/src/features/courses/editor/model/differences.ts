import { contentText } from '../content/kinds';
import { type Content, type CourseDraft, type DraftLesson, lessonsOf } from './draft';
import {
  COURSE_FIELD_NAMES,
  COURSE_FIELDS,
  type CourseField,
  LESSON_FIELD_NAMES,
  LESSON_FIELDS,
  type LessonField,
  shownField,
  shownLessonField,
} from './fields';

export type Side = 'mine' | 'theirs';

/** What both have changed, or what the one has done to what the other has changed. The person chooses. */
export interface Difference {
  key: string;
  about:
    | CourseField
    | 'outline'
    | `lesson-${LessonField}`
    | 'lesson-text'
    | 'lesson-content'
    | 'added-by-me'
    | 'added-by-them'
    | 'removed-by-me'
    | 'removed-by-them';
  /** The title of the lesson that it is about. */
  lesson?: string;
  mine: string;
  theirs: string;
}

/** What the lessons of `theirs` say that have been written here as well; `null` where what was written is not kept. */
export type Texts = ReadonlyMap<string, string | null>;

/** What they have besides the text, of those in which that has been changed here. */
export type Contents = ReadonlyMap<string, Content>;

export interface Versions {
  base: CourseDraft;
  mine: CourseDraft;
  theirs: CourseDraft;
  texts: Texts;
  contents: Contents;
}

export function outlineText(draft: CourseDraft): string {
  return draft.parts
    .flatMap(part => [
      part.title.trim(),
      ...part.modules.flatMap(module => [
        `    ${module.title.trim()}`,
        ...module.lessons.map(lesson => `        ${lesson.title.trim()}`),
      ]),
    ])
    .join('\n');
}

/** How things stand, but for what is told apart lesson by lesson. */
function arrangement(draft: CourseDraft): string {
  return JSON.stringify(
    draft.parts.map(part => [
      part.title.trim(),
      part.modules.map(module => [module.title.trim(), module.lessons.map(lesson => lesson.id ?? lesson.key)]),
    ]),
  );
}

export function byId(draft: CourseDraft): Map<string, DraftLesson> {
  return new Map(lessonsOf(draft).flatMap(lesson => (lesson.id === undefined ? [] : [[lesson.id, lesson] as const])));
}

/** Of a value that both may have changed: whose it becomes, or that it has to be chosen. */
export function whose<Value>(base: Value, mine: Value, theirs: Value): Side | 'choose' {
  if (mine === theirs || theirs === base) return 'mine';
  return mine === base ? 'theirs' : 'choose';
}

export function whoseOutline({ base, mine, theirs }: Versions): Side | 'choose' {
  return whose(arrangement(base), arrangement(mine), arrangement(theirs));
}

export function whoseText(lesson: DraftLesson, texts: Texts): Side | 'choose' {
  if (!lesson.text || lesson.id === undefined) return 'mine';
  const now = texts.get(lesson.id);
  return now === undefined ? 'mine' : whose(lesson.text.before, lesson.text.markdown, now);
}

export function whoseContent({ id, content }: DraftLesson, contents: Contents): Side | 'choose' {
  const now = id === undefined ? undefined : contents.get(id);
  if (!content || !now) return 'mine';
  return whose(content.before && contentText(content.before), contentText(content.value), contentText(now));
}

/** Whether a lesson holds something that stands nowhere else. */
export function isWritten({ text, content }: DraftLesson): boolean {
  return text !== undefined || content !== undefined;
}

/** Everything that cannot be settled without a person. What only one of both has changed is not among it. */
export function differencesOf(versions: Versions): Difference[] {
  const { base, mine, theirs } = versions;
  const found = COURSE_FIELD_NAMES.flatMap((field): Difference[] => {
    const of = COURSE_FIELDS[field];
    if (whose(of(base), of(mine), of(theirs)) !== 'choose') return [];
    return [{ key: field, about: field, mine: shownField(field, mine), theirs: shownField(field, theirs) }];
  });
  const outline = whoseOutline(versions);
  if (outline === 'choose')
    found.push({ key: 'outline', about: 'outline', mine: outlineText(mine), theirs: outlineText(theirs) });
  return [...found, ...lessonsInBoth(versions), ...lessonsInOne(versions, outline)];
}

function lessonsInBoth({ base, mine, theirs, texts, contents }: Versions): Difference[] {
  const [before, now] = [byId(base), byId(theirs)];
  return lessonsOf(mine).flatMap(lesson => {
    const id = lesson.id ?? '';
    const their = now.get(id);
    if (!their) return [];
    const old = before.get(id) ?? their;
    const title = lesson.title.trim();
    const found = LESSON_FIELD_NAMES.flatMap((field): Difference[] => {
      const of = LESSON_FIELDS[field];
      if (whose(of(old), of(lesson), of(their)) !== 'choose') return [];
      const shown = {
        mine: shownLessonField(field, lesson, mine),
        theirs: shownLessonField(field, their, theirs),
      };
      return [
        { key: `${field}:${id}`, about: `lesson-${field}`, lesson: field === 'title' ? old.title : title, ...shown },
      ];
    });
    if (whoseText(lesson, texts) === 'choose') {
      const written = lesson.text?.markdown ?? '';
      found.push({
        key: `text:${id}`,
        about: 'lesson-text',
        lesson: title,
        mine: written,
        theirs: texts.get(id) ?? '',
      });
    }
    const content = contents.get(id);
    if (lesson.content && content && whoseContent(lesson, contents) === 'choose') {
      found.push({
        key: `content:${id}`,
        about: 'lesson-content',
        lesson: title,
        mine: contentText(lesson.content.value),
        theirs: contentText(content),
      });
    }
    return found;
  });
}

/** Lessons that the one has added or removed; where the outline is theirs alone, only what I have written is at stake. */
function lessonsInOne({ base, mine, theirs }: Versions, outline: Side | 'choose'): Difference[] {
  const [before, my, now] = [byId(base), byId(mine), byId(theirs)];
  const found: Difference[] = [];
  const note = (about: Difference['about'], key: string, lesson: DraftLesson) =>
    found.push({ key: `${about}:${key}`, about, lesson: lesson.title.trim(), mine: '', theirs: '' });
  for (const [id, lesson] of outline === 'theirs' ? [] : now) {
    if (!before.has(id) && !my.has(id)) note('added-by-them', id, lesson);
    const old = before.get(id);
    const changedByThem =
      old && LESSON_FIELD_NAMES.some(field => LESSON_FIELDS[field](old) !== LESSON_FIELDS[field](lesson));
    if (changedByThem && !my.has(id)) note('removed-by-me', id, lesson);
  }
  for (const lesson of lessonsOf(mine)) {
    if (lesson.id === undefined && outline === 'choose') note('added-by-me', lesson.key, lesson);
    if (lesson.id !== undefined && isWritten(lesson) && !now.has(lesson.id)) note('removed-by-them', lesson.id, lesson);
  }
  return found;
}
