import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useRef, useState } from 'react';
import type { Schema } from 'shared/api/schemas';
import { Button } from 'shared/parts/button';
import { Note } from 'shared/parts/problem-note';
import { Loading, Skeleton } from 'shared/parts/skeleton';
import { Failure } from 'shared/parts/state';
import { useText } from '../../../../text';
import { lessonQuery } from '../../queries';
import { kindOf } from '../content/kinds';
import type { DraftLesson } from '../model/draft';
import { sourceOf } from '../server';
import type { EditorModel } from '../use-editor';
import style from './writing.module.css';
import { WritingTabs } from './writing-tabs';

const LearnersPage = lazy(() => import('./learners-page'));

interface LessonTextProps {
  lesson: DraftLesson;
  courseId: string;
  editor: EditorModel;
  readOnly: boolean;
  error: string | undefined;
  /** What learners see below the text. */
  below?: ReactNode;
  onChange: (markdown: string, before: string | null) => void;
}

/** The text of a lesson: as it is being written here, else as it is saved. The field stays the same when the first letter is typed. */
export function LessonText({ lesson, courseId, editor, readOnly, error, below, onChange }: LessonTextProps) {
  const { id, text: written } = lesson;
  const [anew, setAnew] = useState(false);
  const saved = useQuery({ ...lessonQuery(courseId, id ?? ''), enabled: id !== undefined && !written });
  const source = id === undefined ? '' : saved.data && sourceOf(saved.data);
  /** What was shown last: a new lesson that has just been saved says that until it is read, and stays in the same field. */
  const shown = useRef<string>(undefined);
  const awaited = written || id === undefined || saved.data || saved.error ? undefined : shown.current;
  const isKnown = written !== undefined || id === undefined || saved.data !== undefined;
  if (!isKnown && awaited === undefined) {
    if (!saved.error) return <Waiting />;
    return <Failure error={saved.error} onRetry={() => void saved.refetch()} busy={saved.isFetching} />;
  }
  if (!readOnly && (written || typeof source === 'string' || awaited !== undefined || anew)) {
    const before = written ? written.before : (source ?? awaited ?? null);
    shown.current = written?.markdown ?? source ?? awaited ?? '';
    return (
      <WritingTabs
        lesson={lesson}
        courseId={courseId}
        editor={editor}
        markdown={shown.current}
        saved={saved.data}
        error={error}
        replaces={before === null}
        isOptional={!kindOf(lesson.kind).needsText}
        below={below}
        language={saved.data?.language ?? undefined}
        direction={saved.data?.text_direction ?? undefined}
        onChange={markdown => onChange(markdown, before)}
      />
    );
  }
  return (
    saved.data && <SavedText lesson={saved.data} below={below} onWrite={readOnly ? undefined : () => setAnew(true)} />
  );
}

interface SavedTextProps {
  lesson: Schema<'LessonContent'>;
  below: ReactNode;
  onWrite: (() => void) | undefined;
}

/** A text of which only the page is kept. */
function SavedText({ lesson, below, onWrite }: SavedTextProps) {
  const text = useText();
  return (
    <div className={style.saved}>
      {onWrite && (
        <div className={style.imported}>
          <Note kind="info">{text('course.imported')}</Note>
          <Button onClick={onWrite}>{text('course.write-anew')}</Button>
        </div>
      )}
      <Suspense fallback={<Waiting />}>
        <div className={style.device}>
          <LearnersPage lesson={lesson} label={text('course.lesson-page')} below={below} />
        </div>
      </Suspense>
    </div>
  );
}

export function Waiting() {
  return (
    <Loading>
      <Skeleton height="24rem" />
    </Loading>
  );
}
