import { kindOf } from '../content/kinds';
import {
  type CourseDraft,
  type DraftLesson,
  type DraftModule,
  type DraftPart,
  type LessonKind,
  mapModules,
  newKey,
} from './draft';

export type Found =
  | { kind: 'part'; part: DraftPart; index: number; siblings: number }
  | { kind: 'module'; module: DraftModule; parent: DraftPart; index: number; siblings: number }
  | { kind: 'lesson'; lesson: DraftLesson; parent: DraftModule; part: DraftPart; index: number; siblings: number };

export type OutlineItem = DraftPart | DraftModule | DraftLesson;

/** Where something stands: as which child of what; parts stand in the course itself. */
export interface Place {
  parent: string | null;
  index: number;
}

export function find(draft: CourseDraft, key: string): Found | undefined {
  for (const [p, part] of draft.parts.entries()) {
    if (part.key === key) return { kind: 'part', part, index: p, siblings: draft.parts.length };
    for (const [m, module] of part.modules.entries()) {
      if (module.key === key) return { kind: 'module', module, parent: part, index: m, siblings: part.modules.length };
      const index = module.lessons.findIndex(lesson => lesson.key === key);
      const lesson = module.lessons[index];
      if (lesson) return { kind: 'lesson', lesson, parent: module, part, index, siblings: module.lessons.length };
    }
  }
  return undefined;
}

export function itemOf(found: Found): OutlineItem {
  if (found.kind === 'part') return found.part;
  return found.kind === 'module' ? found.module : found.lesson;
}

export function placeOf(found: Found): Place {
  return { parent: found.kind === 'part' ? null : found.parent.key, index: found.index };
}

function without<Item extends { key: string }>(items: readonly Item[], key: string): Item[] {
  return items.filter(item => item.key !== key);
}

function withInserted<Item>(items: readonly Item[], index: number, item: Item): Item[] {
  return [...items.slice(0, index), item, ...items.slice(index)];
}

export function remove(draft: CourseDraft, key: string): CourseDraft {
  return {
    ...draft,
    parts: without(draft.parts, key).map(part => ({
      ...part,
      modules: without(part.modules, key).map(module => ({ ...module, lessons: without(module.lessons, key) })),
    })),
  };
}

export function insert(draft: CourseDraft, item: OutlineItem, { parent, index }: Place): CourseDraft {
  if ('modules' in item) return { ...draft, parts: withInserted(draft.parts, index, item) };
  if ('lessons' in item) {
    const parts = draft.parts.map(part =>
      part.key === parent ? { ...part, modules: withInserted(part.modules, index, item) } : part,
    );
    return { ...draft, parts };
  }
  return mapModules(draft, module =>
    module.key === parent ? { ...module, lessons: withInserted(module.lessons, index, item) } : module,
  );
}

/** Changes what belongs to one item itself: its title, and of a lesson everything else. */
export function change(draft: CourseDraft, key: string, fields: Partial<DraftLesson>): CourseDraft {
  const changed = <Item extends OutlineItem>(item: Item): Item =>
    item.key === key ? { ...item, ...fields, key } : item;
  return {
    ...draft,
    parts: draft.parts.map(part => ({
      ...changed(part),
      modules: part.modules.map(module => ({ ...changed(module), lessons: module.lessons.map(changed) })),
    })),
  };
}

export function newPart(title: string): DraftPart {
  return { key: newKey('part'), title, modules: [] };
}

export function newModule(title: string): DraftModule {
  return { key: newKey('module'), title, lessons: [] };
}

export function newLesson(title: string, kind: LessonKind = 'page'): DraftLesson {
  return {
    key: newKey('lesson'),
    title,
    minutes: 5,
    kind,
    optional: false,
    text: { markdown: '', before: '' },
    ...(kind !== 'page' && { content: { value: kindOf(kind).empty, before: null } }),
  };
}
