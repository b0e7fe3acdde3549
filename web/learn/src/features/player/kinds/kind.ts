import type { ComponentType } from 'react';
import type { Schema } from 'shared/api/schemas';
import type { LessonKind } from '../../course/kinds';
import type { LessonWork } from '../work';

export type Content<Kind extends LessonKind> = Extract<Schema<'Content'>, { kind: Kind }>;
/** Under which name the work of a kind is kept, where there is any. */
interface WorkNames {
  checklist: 'checklist';
  video: 'media';
  audio: 'media';
}
export type WorkOf<Kind extends LessonKind> = Extract<
  Schema<'Work'>,
  { kind: Kind extends keyof WorkNames ? WorkNames[Kind] : never }
>;

export interface TaskProps<Kind extends LessonKind> {
  lesson: Schema<'LessonContent'>;
  content: Content<Kind>;
  courseId: string;
  work: LessonWork;
  /** Whether the member takes the course: others only look at it. */
  enrolled: boolean;
  /** Whether others can still begin it. */
  isOffered: boolean;
}

/** Why a lesson cannot be completed yet. */
export interface Left {
  done: number;
  total: number;
  /** Items are ticked off, and of what is played, so many percent; a quiz is passed or not, and a package tells by itself that it is done. */
  of: 'items' | 'video' | 'audio' | 'quiz' | 'package';
}

/** What a kind of lesson has besides its text, and when that is done. */
export interface Kind<Name extends LessonKind> {
  Task?: ComponentType<TaskProps<Name>>;
  /** Whether the task stands above the text: it is what the lesson is about. */
  comesFirst?: true;
  /** What is left to do before the lesson can be completed; without it, the member's word is enough. */
  left?: (content: Content<Name>, work: WorkOf<Name> | undefined) => Left | undefined;
}
