import { marked } from 'marked';
import { useMemo } from 'react';
import type { Schema } from 'shared/api/schemas';
import { State } from 'shared/parts/state';
import { useText } from '../../../../text';
import LessonPage from './lesson-page';

interface PreviewProps {
  markdown: string;
  language?: string | undefined;
  direction?: Schema<'TextDirection'> | undefined;
}

/** What is being written, as a page. */
export default function Preview({ markdown, language, direction }: PreviewProps) {
  const text = useText();
  const html = useMemo(() => marked.parse(markdown, { async: false, gfm: true }), [markdown]);
  if (markdown.trim() === '') return <State icon="alert" title={text('course.preview-empty')} />;
  return <LessonPage html={html} label={text('course.tab-preview')} language={language} direction={direction} />;
}
