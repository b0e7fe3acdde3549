import { marked } from 'marked';
import { useMemo } from 'react';
import { State } from 'shared/parts/state';
import { useText } from '../../../text';
import LessonPage from './lesson-page';

/** What is being written, as a page. */
export default function Preview({ markdown }: { markdown: string }) {
  const text = useText();
  const html = useMemo(() => marked.parse(markdown, { async: false, gfm: true }), [markdown]);
  if (markdown.trim() === '') return <State icon="alert" title={text('course.preview-empty')} />;
  return <LessonPage html={html} label={text('course.tab-preview')} />;
}
