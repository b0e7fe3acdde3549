import { marked } from 'marked';
import { type ReactNode, useMemo } from 'react';
import type { Schema } from 'shared/api/schemas';
import { State } from 'shared/parts/state';
import { useText } from '../../../../text';
import style from './details.module.css';
import LessonPage from './lesson-page';

interface PreviewProps {
  markdown: string;
  language?: string | undefined;
  direction?: Schema<'TextDirection'> | undefined;
  /** What learners see below the text. */
  below?: ReactNode;
}

/** What is being written, as a page. */
export default function Preview({ markdown, language, direction, below }: PreviewProps) {
  const text = useText();
  const html = useMemo(() => marked.parse(markdown, { async: false, gfm: true }), [markdown]);
  const isEmpty = markdown.trim() === '';
  if (isEmpty && !below) return <State icon="alert" title={text('course.preview-empty')} />;
  return (
    <div className={style.saved}>
      {!isEmpty && (
        <LessonPage html={html} label={text('course.tab-preview')} language={language} direction={direction} />
      )}
      {below}
    </div>
  );
}
