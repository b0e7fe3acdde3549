import type { TextId } from '../../../../text';
import { contentFault } from '../content/kinds';
import { type CourseDraft, lessonsOf } from './draft';

type NameOf<Id> = Id extends `course.fault.${infer Name}` ? Name : never;

/** What is wrong; its words are in `course.fault.…`. */
export type Fault = NameOf<TextId>;

const LONGEST_TITLE = 200;
const MOST_MINUTES = 65_535;
const LARGEST_TEXT = 200_000;
const LONGEST_SUMMARY = 2_000;
const LONGEST_NOTE = 2_000;
const MOST_SEATS = 1_000_000;
const WHOLE = 100;

function faultOfTitle(title: string): Fault | undefined {
  if (title.trim() === '') return 'title';
  return [...title.trim()].length > LONGEST_TITLE ? 'too-long' : undefined;
}

function bytes(text: string): number {
  // Most texts are far from the limit, and counting bytes is not free.
  return text.length * 3 < LARGEST_TEXT ? text.length : new TextEncoder().encode(text).length;
}

function isWithin(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= most;
}

/** What the API would refuse, by the key of what it is about; `course` for the course itself. */
export function faultsOf(draft: CourseDraft): ReadonlyMap<string, Fault> {
  const faults = new Map<string, Fault>();
  const note = (key: string, fault: Fault | undefined) => fault && faults.set(key, fault);
  note('course', faultOfTitle(draft.title));
  if ([...draft.summary].length > LONGEST_SUMMARY) note('course', 'summary-too-long');
  if ([...draft.note].length > LONGEST_NOTE) note('course', 'note-too-long');
  if (draft.seats !== null && !isWithin(draft.seats, MOST_SEATS)) note('course', 'seats');
  if (!isWithin(draft.completion_percent ?? 0, WHOLE)) note('course', 'completion');
  if (draft.completion_score !== null && !isWithin(draft.completion_score, WHOLE)) note('course', 'score');
  for (const part of draft.parts) {
    note(part.key, faultOfTitle(part.title));
    for (const module of part.modules) note(module.key, faultOfTitle(module.title));
  }
  const lessons = lessonsOf(draft);
  const allOptional = lessons.length > 0 && lessons.every(lesson => lesson.optional);
  for (const lesson of lessons) {
    if (allOptional) note(lesson.key, 'all-optional');
    if (lesson.content) note(lesson.key, contentFault(lesson.content.value));
    note(lesson.key, faultOfTitle(lesson.title));
    if (!Number.isInteger(lesson.minutes) || lesson.minutes < 0 || lesson.minutes > MOST_MINUTES)
      note(lesson.key, 'minutes');
    if (lesson.text && bytes(lesson.text.markdown) > LARGEST_TEXT) note(lesson.key, 'text-too-long');
  }
  return faults;
}
