import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { Dialog } from 'shared/parts/dialog';
import { useMe } from '../../../../access';
import layout from '../../../../parts/layout.module.css';
import { useText } from '../../../../text';
import type { DraftLesson } from '../model/draft';
import { snapshotsOf, type TextSnapshot } from './text-snapshots';
import style from './writing.module.css';

const Compared = lazy(() => import('../conflict/compared'));

interface TextHistoryProps {
  courseId: string;
  lesson: DraftLesson;
  markdown: string;
  onRestore: (markdown: string) => void;
}

/** What was saved of a text from this device, and the way back to it. */
export function TextHistory({ courseId, lesson, markdown, onRestore }: TextHistoryProps) {
  const text = useText();
  const [isOpen, setOpen] = useState(false);
  if (lesson.id === undefined) return null;
  return (
    <>
      <Button look="quiet" onClick={() => setOpen(true)}>
        {text('history.open')}
      </Button>
      <Dialog title={text('history.title', { lesson: lesson.title })} open={isOpen} onClose={() => setOpen(false)}>
        <Snapshots
          courseId={courseId}
          lessonId={lesson.id}
          markdown={markdown}
          onRestore={earlier => {
            setOpen(false);
            onRestore(earlier);
          }}
        />
      </Dialog>
    </>
  );
}

interface SnapshotsProps {
  courseId: string;
  lessonId: string;
  markdown: string;
  onRestore: (markdown: string) => void;
}

function Snapshots({ courseId, lessonId, markdown, onRestore }: SnapshotsProps) {
  const text = useText();
  const formats = useFormats();
  const { member_id } = useMe();
  const [chosen, setChosen] = useState(0);
  const found = useQuery({
    queryKey: ['text-snapshots', member_id, courseId, lessonId],
    queryFn: () => snapshotsOf(member_id, courseId, lessonId),
    gcTime: 0,
    staleTime: 0,
  });
  const snapshots = (found.data ?? []).filter(snapshot => snapshot.markdown !== markdown);
  const snapshot = snapshots[Math.min(chosen, snapshots.length - 1)];
  const nameOf = ({ at }: TextSnapshot) => (at === null ? text('history.begun') : formats.dateTime(at));
  return (
    <div className={layout.form}>
      <p className={layout.soft}>{text('history.about')}</p>
      {snapshot ? (
        <>
          <label className={style.snapshot}>
            {text('history.which')}
            <select value={chosen} onChange={event => setChosen(Number(event.target.value))}>
              {snapshots.map((each, at) => (
                <option key={`${each.at} ${each.markdown.length}`} value={at}>
                  {nameOf(each)}
                </option>
              ))}
            </select>
          </label>
          <section className={style.earlier} aria-label={nameOf(snapshot)}>
            <Suspense fallback={snapshot.markdown}>
              <Compared value={snapshot.markdown} other={markdown} />
            </Suspense>
          </section>
          <div className={layout.ends}>
            <Button look="main" onClick={() => onRestore(snapshot.markdown)}>
              {text('history.restore')}
            </Button>
          </div>
        </>
      ) : (
        <p role="status">{found.isPending ? text('loading') : text('history.none')}</p>
      )}
    </div>
  );
}
