import type { ComponentType } from 'react';
import type { TextId } from '../../../../text';
import type { Content, LessonKind } from '../model/draft';
import type { Fault } from '../model/faults';

export type ContentOf<Kind extends LessonKind> = Extract<Content, { kind: Kind }>;

export interface ContentEditorProps<Kind extends LessonKind> {
  content: ContentOf<Kind>;
  /** A name for the lesson that stays while it is edited: what is uploaded for it belongs to that. */
  slot: string;
  readOnly: boolean;
  /** What is wrong, in words. */
  error: string | undefined;
  onChange: (content: ContentOf<Kind>) => void;
}

/** Everything that the editor has to know of one kind of lessons. */
export interface KindOfLesson<Kind extends LessonKind> {
  name: TextId;
  /** What it is good for, in one sentence. */
  purpose: TextId;
  /** The path of its picture. */
  picture: string;
  /** Whether there is no such lesson without a text. */
  needsText: boolean;
  /** What a new one begins with. */
  empty: ContentOf<Kind>;
  /** What is compared and shown when two have changed it: contents are equal if their texts are. */
  text: (content: ContentOf<Kind>) => string;
  /** As the API takes it. */
  sent: (content: ContentOf<Kind>) => ContentOf<Kind>;
  fault: (content: ContentOf<Kind>) => Fault | undefined;
  /** A page has nothing besides its text. */
  Editor?: ComponentType<ContentEditorProps<Kind>>;
  /** What leads to more about a lesson that is saved. */
  More?: ComponentType<{ courseId: string; lessonId: string }>;
  /** What learners see of it. */
  Preview?: ComponentType<{ content: ContentOf<Kind> }>;
}
