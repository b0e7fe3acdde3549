import { ProblemError } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { type CourseDraft, lessonsOf } from './draft';
import { COURSE_FIELDS, type CourseField } from './fields';
import { find, itemOf } from './outline';

/** What the API says of one field: of the item with this key, `course` for the course itself. */
export interface Refusal {
  key: string;
  field: string;
  detail: string;
}

export interface Refused {
  sent: CourseDraft;
  refusals: readonly Refusal[];
}

const IN_OUTLINE = /^parts\[(\d+)\](?:\.modules\[(\d+)\](?:\.lessons\[(\d+)\])?)?(?:\.(\w+))?/;

function isCourseField(name: string): name is CourseField {
  return name in COURSE_FIELDS;
}

function placeOf(path: string, sent: CourseDraft): Omit<Refusal, 'detail'> | undefined {
  const [, part, module, lesson, field = 'title'] = IN_OUTLINE.exec(path) ?? [];
  if (part !== undefined) {
    const inPart = sent.parts[Number(part)];
    const inModule = module === undefined ? undefined : inPart?.modules[Number(module)];
    const item = lesson === undefined ? (inModule ?? inPart) : inModule?.lessons[Number(lesson)];
    return item && { key: item.key, field };
  }
  const name = /^(?:about\.|enrolment\.(?=seats\b))?(\w+)/.exec(path)?.[1] ?? '';
  if (isCourseField(name)) return { key: 'course', field: name };
  // A rule says of what, not of which lesson: where only one was sent with it, it is that one.
  const [only, ...others] = lessonsOf(sent).filter(each => (name === 'content' ? each.content : each.text));
  const isOfLesson = name === 'content' || name === 'markdown';
  return isOfLesson && only && others.length === 0 ? { key: only.key, field: name } : undefined;
}

export function refusalsOf(error: unknown, sent: CourseDraft): Refusal[] {
  const errors = error instanceof ProblemError ? (error.problem.errors ?? []) : [];
  return errors.flatMap(({ field, detail }) => {
    const place = placeOf(field, sent);
    return place ? [{ ...place, detail }] : [];
  });
}

/** Those that still hold: what has been changed since is not judged again before it is sent. */
export function standing({ sent, refusals }: Refused, present: CourseDraft): Refusal[] {
  const itemIn = (draft: CourseDraft, key: string) => {
    const found = find(draft, key);
    return found && itemOf(found);
  };
  return refusals.filter(({ key, field }) => {
    if (key !== 'course') return itemIn(sent, key) === itemIn(present, key);
    return isCourseField(field) && COURSE_FIELDS[field](sent) === COURSE_FIELDS[field](present);
  });
}

/** The API knows courses by their ids, people by their titles. */
export function withTitles(error: unknown, { prerequisites, translation_of: original }: CourseDraft): unknown {
  if (!(error instanceof ProblemError)) return error;
  const named = (words: string) =>
    [...prerequisites, ...(original ? [original] : [])].reduce(
      (said, { id, title }) => said.replaceAll(id, () => `“${title}”`),
      words,
    );
  const { detail, errors, ...rest } = error.problem;
  const problem: Schema<'Problem'> = {
    ...rest,
    detail: named(detail),
    ...(errors && { errors: errors.map(each => ({ ...each, detail: named(each.detail) })) }),
  };
  return new ProblemError(problem, error.retryAfter);
}
