import type { KindOfLesson } from './kind';
import { MEDIA, MediaEditor, MediaPreview, WATCHED } from './media-editor';

/** A film with captions. How much of it has to be seen is up to the author. */
export const VIDEO: KindOfLesson<'video'> = {
  ...MEDIA,
  name: 'course.kind.video',
  purpose: 'course.kind.video-text',
  picture: 'M3.500 5.500h17v13h-17zM10.500 9.200v5.600l4.500-2.800z',
  empty: { kind: 'video', file: '', seconds: 1, watched_percent: WATCHED, captions: [] },
  sent: content => content,
  Editor: MediaEditor,
  Preview: MediaPreview,
};
