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
  /** Whether its content cannot be changed, whatever else can. */
  isFixed: boolean;
}

/** What is selected, to be written. */
export function Details({ editor, selection, courseId, readOnly, isFixed }: DetailsProps) {
  const { found } = selection;
  const common = { editor, selection, readOnly: isFixed };
  if (!found) return <CourseDetails {...common} courseId={courseId} maySet={!readOnly} />;
  if (found.kind === 'lesson') {
    return <LessonDetails key={found.lesson.key} lesson={found.lesson} courseId={courseId} {...common} />;
  }
  const item = found.kind === 'part' ? found.part : found.module;
  return <SectionDetails key={item.key} found={found} {...common} />;
}
