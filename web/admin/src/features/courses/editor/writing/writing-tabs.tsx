import { lazy, type ReactNode, Suspense, useState } from 'react';
import { type Key, Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import type { Schema } from 'shared/api/schemas';
import { Button } from 'shared/parts/button';
import { Note } from 'shared/parts/problem-note';
import { Loading, Skeleton } from 'shared/parts/skeleton';
import { useText } from '../../../../text';
import type { DraftLesson } from '../model/draft';
import type { EditorModel } from '../use-editor';
import { SourceEditor } from './source-editor';
import { TextHistory } from './text-history';
import style from './writing.module.css';
import { useWritingMode } from './writing-mode';

const BlockEditor = lazy(() => import('../blocks/block-editor'));
const Preview = lazy(() => import('./preview'));

interface WritingTabsProps {
  lesson: DraftLesson;
  courseId: string;
  editor: EditorModel;
  markdown: string;
  /** The lesson as it is saved, as far as it has been read. */
  saved: Schema<'LessonContent'> | undefined;
  error: string | undefined;
  /** What is written takes the place of a text that is not kept as Markdown. */
  replaces: boolean;
  /** The lesson is more than its text, and can be without one. */
  isOptional: boolean;
  /** What learners see below the text. */
  below: ReactNode;
  /** The language of the text, where it is known. */
  language: string | undefined;
  direction: Schema<'TextDirection'> | undefined;
  onChange: (markdown: string) => void;
}

/** One text in three ways: as blocks, as Markdown, and as learners get it. */
export function WritingTabs(props: WritingTabsProps) {
  const { lesson, courseId, editor, saved, replaces, below, markdown, onChange, ...field } = props;
  const text = useText();
  const [mode, setMode] = useWritingMode();
  const [shown, setShown] = useState<Key>(mode);

  function show(tab: Key) {
    setShown(tab);
    if (tab === 'blocks' || tab === 'markdown') setMode(tab);
  }

  const waiting = (
    <Loading>
      <Skeleton height="24rem" />
    </Loading>
  );
  const replacing = replaces && <Note kind="info">{text('course.replaces')}</Note>;
  return (
    <Tabs className={style.tabs ?? ''} selectedKey={shown} onSelectionChange={show}>
      <div className={style.tabsHead}>
        <TabList className={style.tabList ?? ''} aria-label={text('course.text')}>
          {(['blocks', 'markdown', 'preview'] as const).map(tab => (
            <Tab key={tab} id={tab} className={style.tab ?? ''}>
              {text(`course.tab-${tab}`)}
            </Tab>
          ))}
        </TabList>
        <TextHistory courseId={courseId} lesson={lesson} markdown={markdown} onRestore={onChange} />
      </div>
      <TabPanel id="blocks" className={style.panel ?? ''}>
        {replacing}
        <Suspense fallback={waiting}>
          <BlockEditor
            markdown={markdown}
            saved={saved}
            onChange={onChange}
            {...field}
            refused={
              <div className={style.behind}>
                <Note kind="info">{text('block.refused')}</Note>
                <Button onClick={() => show('markdown')}>{text('block.to-markdown')}</Button>
              </div>
            }
          />
        </Suspense>
      </TabPanel>
      <TabPanel id="markdown" className={style.panel ?? ''}>
        {replacing}
        <SourceEditor markdown={markdown} onChange={onChange} {...field} />
      </TabPanel>
      <TabPanel id="preview" className={style.panel ?? ''}>
        <Suspense fallback={waiting}>
          <Preview lesson={lesson} courseId={courseId} editor={editor} below={below} />
        </Suspense>
      </TabPanel>
    </Tabs>
  );
}
