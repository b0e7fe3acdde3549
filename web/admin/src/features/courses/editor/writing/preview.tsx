import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { Button } from 'shared/parts/button';
import { Note } from 'shared/parts/problem-note';
import { Loading, Skeleton } from 'shared/parts/skeleton';
import { Failure, State } from 'shared/parts/state';
import { useText } from '../../../../text';
import { lessonQuery } from '../../queries';
import type { DraftLesson } from '../model/draft';
import type { EditorModel } from '../use-editor';
import LearnersPage from './learners-page';
import style from './writing.module.css';

const WIDTHS = ['desk', 'phone'] as const;

interface PreviewProps {
  lesson: DraftLesson;
  courseId: string;
  editor: EditorModel;
  /** What learners see below the text. */
  below: ReactNode;
}

/** What learners get, as the server makes it of what is saved: so what is not saved is saved first, or said to be missing. */
export default function Preview({ lesson, courseId, editor, below }: PreviewProps) {
  const text = useText();
  const { id, text: written } = lesson;
  const [width, setWidth] = useState<(typeof WIDTHS)[number]>('desk');
  const saved = useQuery({ ...lessonQuery(courseId, id ?? ''), enabled: id !== undefined });
  const isBehind = written !== undefined || id === undefined;

  // Once, when it is opened; later the editor saves by itself.
  useEffect(() => {
    if (written !== undefined && editor.canAutosave) void editor.autosave();
  }, []);

  const isEmpty = saved.data?.html === '' && !below;
  return (
    <div className={style.preview}>
      <div className={style.previewHead}>
        <ToggleButtonGroup
          className={style.widths ?? ''}
          aria-label={text('course.preview-width')}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[width]}
          onSelectionChange={keys => setWidth(keys.has('phone') ? 'phone' : 'desk')}
        >
          {WIDTHS.map(each => (
            <ToggleButton key={each} id={each} className={style.width ?? ''}>
              {text(`course.preview-${each}`)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      </div>
      {isBehind && !editor.busy && (
        <div className={style.behind}>
          <Note kind="info">{text(id === undefined ? 'course.preview-unsaved' : 'course.preview-behind')}</Note>
          <Button onClick={() => void editor.save()} aria-disabled={editor.faults.size > 0 || undefined}>
            {text('course.preview-save')}
          </Button>
        </div>
      )}
      {saved.error && !saved.data && (
        <Failure error={saved.error} onRetry={() => void saved.refetch()} busy={saved.isFetching} />
      )}
      {id !== undefined && saved.isPending && !saved.error && (
        <Loading>
          <Skeleton height="24rem" />
        </Loading>
      )}
      {isEmpty && !isBehind && <State icon="alert" title={text('course.preview-empty')} />}
      {(saved.data || below) && !isEmpty && (
        <div className={style.device} data-width={width} aria-busy={saved.isFetching || editor.busy || undefined}>
          <LearnersPage
            lesson={saved.data ?? { html: '', title: lesson.title }}
            label={text('course.tab-preview')}
            below={below}
          />
        </div>
      )}
    </div>
  );
}
