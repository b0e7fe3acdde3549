import type { Milestone, Stop } from './draft';

type Milestones = readonly Milestone[];

/** Where something is: a milestone, or a course in one. */
export interface Place {
  milestone: number;
  /** Of a course, its place in the milestone. */
  course?: number;
}

export function find(milestones: Milestones, key: string): Place | undefined {
  for (const [milestone, { key: own, courses }] of milestones.entries()) {
    if (own === key) return { milestone };
    const course = courses.findIndex(each => each.id === key);
    if (course >= 0) return { milestone, course };
  }
  return undefined;
}

function alterAt(milestones: Milestones, at: number, alter: (courses: readonly Stop[]) => readonly Stop[]): Milestones {
  return milestones.map((each, index) => (index === at ? { ...each, courses: alter(each.courses) } : each));
}

export function remove(milestones: Milestones, key: string): Milestones {
  return milestones
    .filter(each => each.key !== key)
    .map(each =>
      each.courses.some(course => course.id === key)
        ? { ...each, courses: each.courses.filter(course => course.id !== key) }
        : each,
    );
}

export function addCourse(milestones: Milestones, milestone: string, course: Stop): Milestones {
  const at = milestones.findIndex(each => each.key === milestone);
  return alterAt(milestones, at, courses => [...courses, course]);
}

export function alterCourse(milestones: Milestones, id: string, change: Partial<Stop>): Milestones {
  const place = find(milestones, id);
  if (!place) return milestones;
  return alterAt(milestones, place.milestone, courses =>
    courses.map(each => (each.id === id ? { ...each, ...change } : each)),
  );
}

function insert(milestones: Milestones, course: Stop, { milestone, course: at = 0 }: Place): Milestones {
  return alterAt(milestones, milestone, courses => courses.toSpliced(at, 0, course));
}

/** One step up or down: a course at the edge of its milestone goes on into the next one. Nothing where there is no way on. */
export function step(milestones: Milestones, key: string, direction: 'up' | 'down'): Milestones | undefined {
  const place = find(milestones, key);
  if (!place) return undefined;
  const by = direction === 'up' ? -1 : 1;
  const around = milestones[place.milestone];
  const other = milestones[place.milestone + by];
  if (place.course === undefined) {
    return around && other && milestones.with(place.milestone, other).with(place.milestone + by, around);
  }
  const stop = around?.courses[place.course];
  if (!around || !stop) return undefined;
  const rest = remove(milestones, key);
  const next = place.course + by;
  if (around.courses[next]) return insert(rest, stop, { milestone: place.milestone, course: next });
  if (!other) return undefined;
  const end = direction === 'up' ? other.courses.length : 0;
  return insert(rest, stop, { milestone: place.milestone + by, course: end });
}

export type DropPosition = 'before' | 'after' | 'on';

/** Milestones go between milestones; courses go between courses, and into a milestone. */
export function mayDrop(kind: 'milestone' | 'course', target: Place, position: DropPosition): boolean {
  const isCourse = target.course !== undefined;
  if (kind === 'milestone') return !isCourse && position !== 'on';
  return isCourse ? position !== 'on' : position === 'on';
}

export function drop(milestones: Milestones, key: string, target: string, position: DropPosition): Milestones {
  const [from, to] = [find(milestones, key), find(milestones, target)];
  if (!from || !to || key === target) return milestones;
  const moved = milestones[from.milestone];
  const stop = from.course === undefined ? undefined : moved?.courses[from.course];
  if (!moved || !mayDrop(stop ? 'course' : 'milestone', to, position)) return milestones;
  const rest = remove(milestones, key);
  const place = find(rest, target);
  if (!place) return milestones;
  const after = position === 'after' ? 1 : 0;
  if (!stop) return rest.toSpliced(place.milestone + after, 0, moved);
  if (place.course === undefined) return addCourse(rest, target, stop);
  return insert(rest, stop, { milestone: place.milestone, course: place.course + after });
}
