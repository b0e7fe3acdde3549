import { lazy, type ReactNode, Suspense, useId, useRef } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import type { Schema } from 'shared/api/schemas';
import { Note } from 'shared/parts/problem-note';
import { Loading, Skeleton } from 'shared/parts/skeleton';
import { useText } from '../../../../text';
import style from './details.module.css';
import { MarkdownToolbar } from './markdown-toolbar';
import { MARKS, type Mark, markText } from './marks';

const Preview = lazy(() => import('./preview'));

interface MarkdownEditorProps {
  markdown: string;
  error?: string | undefined;
  /** What is written takes the place of a text that is not kept as Markdown. */
  replaces?: boolean;
  /** The lesson is more than its text, and can be without one. */
  isOptional?: boolean;
  /** What learners see below the text. */
  below?: ReactNode;
  /** The language of the text, where it is known. */
  language?: string | undefined;
  direction?: Schema<'TextDirection'> | undefined;
  onChange: (markdown: string) => void;
}

/** Inserts as if it had been typed, so that the field's own way back works. */
function type(field: HTMLTextAreaElement, words: string): void {
  if (!document.execCommand('insertText', false, words)) field.setRangeText(words);
}

export function MarkdownEditor(props: MarkdownEditorProps) {
  const { markdown, error, replaces = false, isOptional = false, below, language, direction, onChange } = props;
  const text = useText();
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);

  function apply(mark: Mark) {
    const field = area.current;
    if (!field) return;
    const { selectionStart, selectionEnd, value } = field;
    const { from, to, words, select } = markText(mark, value, selectionStart, selectionEnd);
    field.focus();
    field.setSelectionRange(from, to);
    type(field, words);
    field.setSelectionRange(select[0], select[1]);
    onChange(field.value);
  }

  function onKeyDown(event: React.KeyboardEvent) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const mark = MARKS.find(each => each.key === event.key.toLowerCase());
    if (!mark) return;
    event.preventDefault();
    apply(mark);
  }

  return (
    <Tabs className={style.tabs ?? ''}>
      <div className={style.tabsHead}>
        <TabList className={style.tabList ?? ''} aria-label={text('course.text')}>
          <Tab id="write" className={style.tab ?? ''}>
            {text('course.tab-write')}
          </Tab>
          <Tab id="preview" className={style.tab ?? ''}>
            {text('course.tab-preview')}
          </Tab>
        </TabList>
      </div>
      <TabPanel id="write" className={style.panel ?? ''}>
        {replaces && <Note kind="info">{text('course.replaces')}</Note>}
        <MarkdownToolbar onMark={apply} />
        <textarea
          ref={area}
          className={style.markdown}
          data-short={isOptional || undefined}
          value={markdown}
          lang={language}
          dir={direction}
          aria-label={text('course.text')}
          aria-invalid={error ? true : undefined}
          aria-describedby={`${id}-note`}
          placeholder={text(isOptional ? 'course.text-optional' : 'course.text-placeholder')}
          spellCheck
          onKeyDown={onKeyDown}
          onChange={event => onChange(event.target.value)}
        />
        <p id={`${id}-note`} className={error ? style.error : style.hint} role={error ? 'alert' : undefined}>
          {error ?? text('course.text-hint')}
        </p>
      </TabPanel>
      <TabPanel id="preview" className={style.panel ?? ''}>
        <Suspense
          fallback={
            <Loading>
              <Skeleton height="24rem" />
            </Loading>
          }
        >
          <Preview markdown={markdown} language={language} direction={direction} below={below} />
        </Suspense>
      </TabPanel>
    </Tabs>
  );
}
