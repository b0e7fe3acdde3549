import type { KindOfLesson } from './kind';

/** A page to read: its text is all there is. */
export const PAGE: KindOfLesson<'page'> = {
  name: 'course.kind.page',
  purpose: 'course.kind.page-text',
  picture: 'M6.500 3.500h7.500l4 4v13h-11.500zM13.500 3.500v4.500h4.500M9.500 12.500h5.500M9.500 16h5.500',
  needsText: true,
  empty: { kind: 'page' },
  text: () => '',
  sent: content => content,
  fault: () => undefined,
};
