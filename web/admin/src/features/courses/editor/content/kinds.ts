import type { Content, LessonKind } from '../model/draft';
import type { Fault } from '../model/faults';
import { AUDIO } from './audio';
import { CHECKLIST } from './checklist';
import { DOCUMENT } from './document';
import type { KindOfLesson } from './kind';
import { LINK } from './link';
import { PACKAGE } from './package';
import { PAGE } from './page';
import { QUIZ } from './quiz';
import { VIDEO } from './video';

/** All kinds of lessons, in the order in which they are offered. Another kind is a file and a line here. */
const KINDS: { [Kind in LessonKind]: KindOfLesson<Kind> } = {
  page: PAGE,
  document: DOCUMENT,
  video: VIDEO,
  audio: AUDIO,
  link: LINK,
  checklist: CHECKLIST,
  quiz: QUIZ,
  package: PACKAGE,
};

export const KIND_NAMES = Object.keys(KINDS) as LessonKind[];

/** What is known of a kind. A content is only ever given to its own kind, which the type cannot say. */
export function kindOf(kind: LessonKind): KindOfLesson<LessonKind> {
  return KINDS[kind] as unknown as KindOfLesson<LessonKind>;
}

export function contentText(content: Content): string {
  return kindOf(content.kind).text(content);
}

export function sentContent(content: Content): Content {
  return kindOf(content.kind).sent(content);
}

export function contentFault(content: Content): Fault | undefined {
  return kindOf(content.kind).fault(content);
}
