import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { Loading, Skeleton } from 'shared/parts/skeleton';
import { Failure } from 'shared/parts/state';
import { lessonQuery } from '../../queries';
import { kindOf } from '../content/kinds';
import type { Content, DraftLesson } from '../model/draft';

/** What a lesson has besides its text: as it has been changed here, else as it is saved. */
export function useLessonContent(lesson: DraftLesson, courseId: string) {
  const { id, content: written } = lesson;
  const isSaved = id !== undefined && written === undefined && kindOf(lesson.kind).Editor !== undefined;
  const saved = useQuery({ ...lessonQuery(courseId, id ?? ''), enabled: isSaved });
  const known = isSaved ? saved.data?.content : undefined;
  // Until it is read anew, what is known may be of the kind that it had before.
  return { content: written?.value ?? (known?.kind === lesson.kind ? known : undefined), saved };
}

interface LessonContentProps {
  lesson: DraftLesson;
  courseId: string;
  readOnly: boolean;
  error: string | undefined;
  onChange: (value: Content, before: Content | null) => void;
}

export function LessonContent({ lesson, courseId, readOnly, error, onChange }: LessonContentProps) {
  const { Editor } = kindOf(lesson.kind);
  const { content: known, saved } = useLessonContent(lesson, courseId);
  /** What was shown last: a new lesson that has just been saved says that until it is read, and stays in the same fields. */
  const shown = useRef<Content>(undefined);
  if (!Editor) return null;
  const awaited = shown.current?.kind === lesson.kind && !saved.error ? shown.current : undefined;
  const content = known ?? awaited;
  shown.current = content;
  if (!content) {
    if (saved.error)
      return <Failure error={saved.error} onRetry={() => void saved.refetch()} busy={saved.isFetching} />;
    return (
      <Loading>
        <Skeleton height="4rem" />
      </Loading>
    );
  }
  const before = lesson.content ? lesson.content.before : content;
  return (
    <Editor
      key={lesson.key}
      content={content}
      slot={`${courseId}/${lesson.key}`}
      readOnly={readOnly}
      error={error}
      onChange={value => onChange(value, before)}
    />
  );
}

/** What learners see of it. */
export function ContentPreview({ lesson, courseId }: { lesson: DraftLesson; courseId: string }) {
  const { Preview } = kindOf(lesson.kind);
  const { content } = useLessonContent(lesson, courseId);
  return Preview && content ? <Preview content={content} /> : null;
}
