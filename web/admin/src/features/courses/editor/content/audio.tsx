import type { KindOfLesson } from './kind';
import { MEDIA, MediaEditor, MediaPreview, WATCHED } from './media-editor';

/** Something to listen to, with a transcript. */
export const AUDIO: KindOfLesson<'audio'> = {
  ...MEDIA,
  name: 'course.kind.audio',
  purpose: 'course.kind.audio-text',
  picture:
    'M4 14.500v-2a8 8 0 0 1 16 0v2M4 14.500a2 2 0 0 1 2-2h1.500v7H6a2 2 0 0 1-2-2zM20 14.500a2 2 0 0 0-2-2h-1.500v7H18a2 2 0 0 0 2-2z',
  empty: { kind: 'audio', file: '', seconds: 1, watched_percent: WATCHED, captions: [] },
  sent: content => content,
  Editor: MediaEditor,
  Preview: MediaPreview,
};
