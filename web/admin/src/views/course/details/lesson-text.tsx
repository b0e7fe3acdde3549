import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import type { Schema } from 'shared/api/schemas';
import { Button } from 'shared/parts/button';
import { Note } from 'shared/parts/problem-note';
import { Loading, Skeleton } from 'shared/parts/skeleton';
import { Failure } from 'shared/parts/state';
import { lessonQuery } from '../../../course-queries';
import { useText } from '../../../text';
import type { DraftLesson } from '../model/draft';
import style from './details.module.css';
import { MarkdownEditor } from './markdown-editor';

const LessonPage = lazy(() => import('./lesson-page'));

interface LessonTextProps {
  lesson: DraftLesson;
  courseId: string;
  readOnly: boolean;
  error: string | undefined;
  onChange: (markdown: string, before: string | null) => void;
}

/** The text of a lesson: as it is being written here, else as it is saved. */
export function LessonText({ lesson, courseId, readOnly, error, onChange }: LessonTextProps) {
  const { id, text: written } = lesson;
  const saved = useQuery({ ...lessonQuery(courseId, id ?? ''), enabled: id !== undefined && !written });
  if (written || id === undefined) {
    const before = written ? written.before : '';
    return (
      <MarkdownEditor
        markdown={written?.markdown ?? ''}
        error={error}
        replaces={before === null}
        onChange={markdown => onChange(markdown, before)}
      />
    );
  }
  if (saved.data) return <SavedText lesson={saved.data} readOnly={readOnly} onChange={onChange} />;
  if (saved.error) {
    return <Failure error={saved.error} onRetry={() => void saved.refetch()} busy={saved.isFetching} />;
  }
  return <Waiting />;
}

function Waiting() {
  return (
    <Loading>
      <Skeleton height="24rem" />
    </Loading>
  );
}

interface SavedTextProps {
  lesson: Schema<'LessonContent'>;
  readOnly: boolean;
  onChange: (markdown: string, before: string | null) => void;
}

function SavedText({ lesson, readOnly, onChange }: SavedTextProps) {
  const text = useText();
  const [anew, setAnew] = useState(false);
  const { markdown } = lesson;
  if (!readOnly && typeof markdown === 'string') {
    return <MarkdownEditor markdown={markdown} onChange={changed => onChange(changed, markdown)} />;
  }
  if (!readOnly && anew) return <MarkdownEditor markdown="" replaces onChange={changed => onChange(changed, null)} />;
  return (
    <div className={style.saved}>
      {!readOnly && (
        <div className={style.imported}>
          <Note kind="info">{text('course.imported')}</Note>
          <Button onClick={() => setAnew(true)}>{text('course.write-anew')}</Button>
        </div>
      )}
      <Suspense fallback={<Waiting />}>
        <LessonPage html={lesson.html} label={text('course.lesson-page')} />
      </Suspense>
    </div>
  );
}
