import type { Schema } from 'shared/api/schemas';
import type { IconName } from 'shared/parts/icon';

export type LessonKind = Schema<'LessonKind'>;

/** How a list shows what kind of lesson it is; its name is the message `kind.…`. The player's registry says how it is taken. */
export const KIND_ICONS: Record<LessonKind, IconName> = {
  page: 'page',
  link: 'link',
  checklist: 'checklist',
  document: 'document',
  video: 'video',
  audio: 'audio',
  quiz: 'quiz',
  package: 'package',
};
