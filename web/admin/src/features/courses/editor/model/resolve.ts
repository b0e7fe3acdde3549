import { contentText } from '../content/kinds';
import {
  byId,
  type Difference,
  isWritten,
  type Side,
  type Versions,
  whose,
  whoseContent,
  whoseOutline,
  whoseText,
} from './differences';
import {
  type CourseDraft,
  type DraftLesson,
  type DraftModule,
  mapLessons,
  mapModules,
  modulesOf,
  newKey,
} from './draft';
import {
  COURSE_FIELD_NAMES,
  COURSE_FIELDS,
  type CourseField,
  LESSON_FIELD_NAMES,
  LESSON_FIELDS,
  type LessonField,
} from './fields';

/** What has been chosen, by the key of the difference; what is not chosen stays as it is here. */
export type Choices = ReadonlyMap<string, Side>;

/** Mine and theirs as one draft, which is mine from now on and builds on theirs. */
export function resolve(versions: Versions, choices: Choices): CourseDraft {
  const { base, mine, theirs } = versions;
  const choose = (key: string, side: Side | 'choose'): Side =>
    side === 'choose' ? (choices.get(key) ?? 'mine') : side;
  const of = (side: Side) => (side === 'mine' ? mine : theirs);
  const outline = choose('outline', whoseOutline(versions));
  const arranged = outline === 'mine' ? onMine(versions, choices) : onTheirs(versions, choices);
  const fields = COURSE_FIELD_NAMES.map(field => {
    const text = COURSE_FIELDS[field];
    return [field, of(choose(field, whose(text(base), text(mine), text(theirs))))[field]];
  });
  const settled: Pick<CourseDraft, CourseField> = Object.fromEntries(fields);
  return { ...mapLessons(arranged, lesson => settle(lesson, versions, choose)), ...settled };
}

function settle(
  lesson: DraftLesson,
  { base, mine, theirs, texts, contents }: Versions,
  choose: (key: string, side: Side | 'choose') => Side,
): DraftLesson {
  const id = lesson.id ?? '';
  const [my, their] = [byId(mine).get(id), byId(theirs).get(id)];
  if (!my || !their) return lesson;
  const old = byId(base).get(id) ?? their;
  const fields = LESSON_FIELD_NAMES.map(field => {
    const text = LESSON_FIELDS[field];
    const side = choose(`${field}:${id}`, whose(text(old), text(my), text(their)));
    return [field, (side === 'mine' ? my : their)[field]];
  });
  const settled: Pick<DraftLesson, LessonField> = Object.fromEntries(fields);
  const now = texts.get(id);
  const nowContent = contents.get(id);
  const { text: _, content: __, ...rest } = lesson;
  const keep = my.text && my.text.markdown !== now && choose(`text:${id}`, whoseText(my, texts)) === 'mine';
  const keepContent =
    my.content &&
    (!nowContent || contentText(my.content.value) !== contentText(nowContent)) &&
    choose(`content:${id}`, whoseContent(my, contents)) === 'mine';
  return {
    ...rest,
    ...settled,
    kind: keepContent && my.content ? my.content.value.kind : their.kind,
    ...(keep && my.text && { text: { ...my.text, before: now ?? null } }),
    ...(keepContent && my.content && { content: { ...my.content, before: nowContent ?? null } }),
  };
}

/** My arrangement. A lesson that is gone there cannot keep its id: with a text of mine it begins anew. */
function onMine({ base, mine, theirs }: Versions, choices: Choices): CourseDraft {
  const [before, my, now] = [byId(base), byId(mine), byId(theirs)];
  const kept = mapModules(mine, module => ({
    ...module,
    lessons: module.lessons.flatMap((lesson): DraftLesson[] => {
      if (lesson.id === undefined || now.has(lesson.id)) return [lesson];
      if (!isWritten(lesson) || choices.get(`removed-by-them:${lesson.id}`) === 'theirs') return [];
      return [anew(lesson)];
    }),
  }));
  const theirOwn = modulesOf(theirs).flatMap(module =>
    module.lessons
      .filter(({ id = '' }) => !my.has(id))
      .filter(({ id = '' }) => choices.get(`${before.has(id) ? 'removed-by-me' : 'added-by-them'}:${id}`) === 'theirs')
      .map(lesson => ({ lesson, module })),
  );
  return theirOwn.reduce((draft, { lesson, module }) => append(draft, lesson, module), kept);
}

/** Their arrangement, with the lessons that I have added, and those that I have written and they have removed. */
function onTheirs({ mine, theirs }: Versions, choices: Choices): CourseDraft {
  const now = byId(theirs);
  const wanted = ({ id, key }: DraftLesson) =>
    choices.get(id === undefined ? `added-by-me:${key}` : `removed-by-them:${id}`) !== 'theirs';
  const added = modulesOf(mine).flatMap(module =>
    module.lessons
      .filter(lesson => isWritten(lesson) && !now.has(lesson.id ?? '') && wanted(lesson))
      .map(({ id, ...fresh }) => ({ lesson: id === undefined ? fresh : anew(fresh), module })),
  );
  return added.reduce((draft, { lesson, module }) => append(draft, lesson, module), theirs);
}

/** A lesson that is gone there: what has been written here begins a new one, which is a page if only its text has been. */
function anew({ id: _, text, content, ...fresh }: DraftLesson): DraftLesson {
  return {
    ...fresh,
    key: newKey('lesson'),
    kind: content?.value.kind ?? 'page',
    text: { markdown: text?.markdown ?? '', before: '' },
    ...(content && { content: { value: content.value, before: null } }),
  };
}

/** At the end of the module that is called the same, else of the last one. */
function append(draft: CourseDraft, lesson: DraftLesson, { title }: DraftModule): CourseDraft {
  const modules = modulesOf(draft);
  const home = modules.find(module => module.title === title) ?? modules.at(-1);
  if (!home) {
    const module = { key: newKey('module'), title, lessons: [lesson] };
    return { ...draft, parts: [...draft.parts, { key: newKey('part'), title, modules: [module] }] };
  }
  return mapModules(draft, module =>
    module.key === home.key ? { ...module, lessons: [...module.lessons, lesson] } : module,
  );
}

const KEPT_AS_THEIRS: readonly Difference['about'][] = ['added-by-them', 'removed-by-me'];

/** What is chosen before the person has chosen: no lesson gets lost. */
export function firstChoices(differences: readonly Difference[]): Map<string, Side> {
  return new Map(differences.map(({ key, about }) => [key, KEPT_AS_THEIRS.includes(about) ? 'theirs' : 'mine']));
}
