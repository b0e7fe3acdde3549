import type { ComponentType } from 'react';
import type { Schema } from 'shared/api/schemas';
import type { LessonKind } from '../../course/kinds';
import type { LessonWork } from '../work';

export type Content<Kind extends LessonKind> = Extract<Schema<'Content'>, { kind: Kind }>;
export type WorkOf<Kind extends LessonKind> = Extract<Schema<'Work'>, { kind: Kind }>;

export interface TaskProps<Kind extends LessonKind> {
  lesson: Schema<'LessonContent'>;
  content: Content<Kind>;
  work: LessonWork;
  /** Whether the member takes the course: others only look at it. */
  enrolled: boolean;
}

/** Why a lesson cannot be completed yet. */
export interface Left {
  done: number;
  total: number;
}

/** What a kind of lesson has besides its text, and when that is done. */
export interface Kind<Name extends LessonKind> {
  /** Stands below the text. */
  Task?: ComponentType<TaskProps<Name>>;
  /** What is left to do before the lesson can be completed; without it, the member's word is enough. */
  left?: (content: Content<Name>, work: WorkOf<Name & Schema<'Work'>['kind']> | undefined) => Left | undefined;
}
