import { type CourseDraft, type DraftLesson, lessonsOf } from './draft';

export type Side = 'mine' | 'theirs';

/** What both have changed, or what the one has done to what the other has changed. The person chooses. */
export interface Difference {
  key: string;
  about:
    | 'title'
    | 'summary'
    | 'groups'
    | 'outline'
    | 'lesson-title'
    | 'lesson-minutes'
    | 'lesson-text'
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

export interface Versions {
  base: CourseDraft;
  mine: CourseDraft;
  theirs: CourseDraft;
  texts: Texts;
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

/** How things stand, but for what is told apart lesson by lesson: their titles, minutes and texts. */
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

/** Everything that cannot be settled without a person. What only one of both has changed is not among it. */
export function differencesOf(versions: Versions): Difference[] {
  const { base, mine, theirs } = versions;
  const found: Difference[] = [];
  const field = (about: 'title' | 'summary' | 'groups', of: (draft: CourseDraft) => string) => {
    if (whose(of(base), of(mine), of(theirs)) === 'choose')
      found.push({ key: about, about, mine: of(mine), theirs: of(theirs) });
  };
  field('title', draft => draft.title.trim());
  field('summary', draft => draft.summary);
  field('groups', draft => draft.groups.join());
  const outline = whoseOutline(versions);
  if (outline === 'choose')
    found.push({ key: 'outline', about: 'outline', mine: outlineText(mine), theirs: outlineText(theirs) });
  return [...found, ...lessonsInBoth(versions), ...lessonsInOne(versions, outline)];
}

function lessonsInBoth({ base, mine, theirs, texts }: Versions): Difference[] {
  const [before, now] = [byId(base), byId(theirs)];
  return lessonsOf(mine).flatMap(lesson => {
    const id = lesson.id ?? '';
    const their = now.get(id);
    if (!their) return [];
    const old = before.get(id) ?? their;
    const title = lesson.title.trim();
    const found: Difference[] = [];
    if (whose(old.title.trim(), title, their.title.trim()) === 'choose')
      found.push({ key: `title:${id}`, about: 'lesson-title', lesson: old.title, mine: title, theirs: their.title });
    if (whose(old.minutes, lesson.minutes, their.minutes) === 'choose') {
      const [my, other] = [String(lesson.minutes), String(their.minutes)];
      found.push({ key: `minutes:${id}`, about: 'lesson-minutes', lesson: title, mine: my, theirs: other });
    }
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
    const changedByThem = old && (old.title !== lesson.title || old.minutes !== lesson.minutes);
    if (changedByThem && !my.has(id)) note('removed-by-me', id, lesson);
  }
  for (const lesson of lessonsOf(mine)) {
    if (lesson.id === undefined && outline === 'choose') note('added-by-me', lesson.key, lesson);
    if (lesson.id !== undefined && lesson.text && !now.has(lesson.id)) note('removed-by-them', lesson.id, lesson);
  }
  return found;
}
