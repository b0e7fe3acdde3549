import { byId, type Difference, type Side, type Versions, whose, whoseOutline, whoseText } from './differences';
import {
  type CourseDraft,
  type DraftLesson,
  type DraftModule,
  mapLessons,
  mapModules,
  modulesOf,
  newKey,
} from './draft';

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
  return {
    ...mapLessons(arranged, lesson => settle(lesson, versions, choose)),
    title: of(choose('title', whose(base.title.trim(), mine.title.trim(), theirs.title.trim()))).title,
    summary: of(choose('summary', whose(base.summary, mine.summary, theirs.summary))).summary,
    groups: of(choose('groups', whose(base.groups.join(), mine.groups.join(), theirs.groups.join()))).groups,
  };
}

function settle(
  lesson: DraftLesson,
  { base, mine, theirs, texts }: Versions,
  choose: (key: string, side: Side | 'choose') => Side,
): DraftLesson {
  const id = lesson.id ?? '';
  const [my, their] = [byId(mine).get(id), byId(theirs).get(id)];
  if (!my || !their) return lesson;
  const old = byId(base).get(id) ?? their;
  const title = choose(`title:${id}`, whose(old.title.trim(), my.title.trim(), their.title.trim()));
  const minutes = choose(`minutes:${id}`, whose(old.minutes, my.minutes, their.minutes));
  const now = texts.get(id);
  const { text: _, ...rest } = lesson;
  const keep = my.text && my.text.markdown !== now && choose(`text:${id}`, whoseText(my, texts)) === 'mine';
  return {
    ...rest,
    title: (title === 'mine' ? my : their).title,
    minutes: (minutes === 'mine' ? my : their).minutes,
    ...(keep && my.text && { text: { ...my.text, before: now ?? null } }),
  };
}

/** My arrangement. A lesson that is gone there cannot keep its id: with a text of mine it begins anew. */
function onMine({ base, mine, theirs }: Versions, choices: Choices): CourseDraft {
  const [before, my, now] = [byId(base), byId(mine), byId(theirs)];
  const kept = mapModules(mine, module => ({
    ...module,
    lessons: module.lessons.flatMap((lesson): DraftLesson[] => {
      if (lesson.id === undefined || now.has(lesson.id)) return [lesson];
      if (!lesson.text || choices.get(`removed-by-them:${lesson.id}`) === 'theirs') return [];
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
      .filter(lesson => lesson.text && !now.has(lesson.id ?? '') && wanted(lesson))
      .map(({ id, ...fresh }) => ({ lesson: id === undefined ? fresh : anew(fresh), module })),
  );
  return added.reduce((draft, { lesson, module }) => append(draft, lesson, module), theirs);
}

/** A lesson that is gone there: its text begins a new one. */
function anew({ id: _, text, ...fresh }: DraftLesson): DraftLesson {
  return { ...fresh, key: newKey('lesson'), text: { markdown: text?.markdown ?? '', before: '' } };
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
