import type { ComponentType } from 'react';
import type { Schema } from 'shared/api/schemas';
import type { LessonKind } from '../../course/kinds';
import { audio } from './audio';
import { checklist } from './checklist';
import { documentKind } from './document';
import type { Kind, Left, TaskProps } from './kind';
import { link } from './link';
import { packageKind } from './package';
import { quiz } from './quiz';
import { video } from './video';

/** Every kind of lesson. A later one is a file beside these and a line here, an icon in `course/kinds.ts` and its name. */
const KINDS: { readonly [Name in LessonKind]: Kind<Name> } = {
  page: {},
  link,
  checklist,
  document: documentKind,
  video,
  audio,
  quiz,
  package: packageKind,
};

/** The kind of a lesson; one that this version does not know yet is a page. */
function kindOf(lesson: Schema<'LessonContent'>): Kind<LessonKind> {
  // The content is always that of the kind.
  return (KINDS[lesson.content.kind] ?? KINDS.page) as Kind<LessonKind>;
}

/** Whether the task of a lesson stands above its text. */
export function comesFirst(lesson: Schema<'LessonContent'>): boolean {
  return kindOf(lesson).comesFirst === true;
}

/** What there is to do in a lesson beside its text. */
export function Task(props: Omit<TaskProps<LessonKind>, 'content'>) {
  const KindTask: ComponentType<TaskProps<LessonKind>> | undefined = kindOf(props.lesson).Task;
  return KindTask ? <KindTask {...props} content={props.lesson.content} /> : null;
}

export function leftIn(lesson: Schema<'LessonContent'>): Left | undefined {
  return kindOf(lesson).left?.(lesson.content, lesson.work ?? undefined);
}
