import { lazy, Suspense } from 'react';
import { Loading, Skeleton } from 'shared/parts/skeleton';
import { percentOf } from '../../played';
import type { Content, Kind, TaskProps, WorkOf } from '../kind';
import style from './media-task.module.css';

const MediaPlayer = lazy(() => import('./media-player'));

function MediaTask(props: TaskProps<'video'> | TaskProps<'audio'>) {
  const { kind, file } = props.content;
  return (
    <Suspense fallback={<MediaWaiting kind={kind} />}>
      <MediaPlayer key={file} {...props} />
    </Suspense>
  );
}

function MediaWaiting({ kind }: { kind: 'video' | 'audio' }) {
  return (
    <Loading className={kind === 'video' ? style.video : undefined}>
      <Skeleton height={kind === 'video' ? '100%' : '8rem'} />
    </Loading>
  );
}

/** What has to be seen, and how much was: where nothing has to be, the member's word is enough. */
function leftOf(content: Content<'video' | 'audio'>, work: WorkOf<'video' | 'audio'> | undefined) {
  const { kind, seconds, watched_percent: total = 90 } = content;
  const done = percentOf(work?.played ?? [], seconds);
  return done < total ? { done, total, of: kind } : undefined;
}

/** Videos and audio are taken alike. */
export const MEDIA = { Task: MediaTask, comesFirst: true, left: leftOf } satisfies Kind<'video'> & Kind<'audio'>;
