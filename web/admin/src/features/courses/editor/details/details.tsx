import type { EditorModel } from '../use-editor';
import type { Selection } from '../use-selection';
import { CourseDetails } from './course-details';
import { LessonDetails } from './lesson-details';
import { SectionDetails } from './section-details';

interface DetailsProps {
  editor: EditorModel;
  selection: Selection;
  courseId: string;
  readOnly: boolean;
}

/** What is selected, to be written. */
export function Details({ editor, selection, courseId, readOnly }: DetailsProps) {
  const { found } = selection;
  if (!found) return <CourseDetails editor={editor} selection={selection} courseId={courseId} readOnly={readOnly} />;
  const common = { editor, selection, readOnly };
  if (found.kind === 'lesson') {
    return <LessonDetails key={found.lesson.key} lesson={found.lesson} courseId={courseId} {...common} />;
  }
  const item = found.kind === 'part' ? found.part : found.module;
  return <SectionDetails key={item.key} found={found} {...common} />;
}
