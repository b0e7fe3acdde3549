import { useEffect, useRef } from 'react';
import { showToast } from 'shared/parts/toasts';
import { useOnline, useSession } from 'shared/session/use-session';
import { useDownloads } from '../offline/downloads';
import { useText } from '../text';

/** While a download waits, it is tried again this often. */
const AGAIN_AFTER = 8_000;

const downloader = () => import('../offline/downloader');

/** Goes on with downloads that a closed tab or a lost network has interrupted, and tells on any page when one is there. */
export function useGoingOn(): void {
  const online = useOnline();
  const { phase } = useSession();
  const downloads = useDownloads();
  const isReached = online && phase === 'signed-in';
  const isWaiting = downloads?.some(each => each.state === 'loading') ?? false;
  const hasPdf = downloads?.some(each => each.state === 'done' && each.hasPdf) ?? false;

  const text = useText();
  const wasLoading = useRef(new Set<string>());
  useEffect(() => {
    for (const { courseId, state, title } of downloads ?? []) {
      if (state === 'loading') wasLoading.current.add(courseId);
      else if (wasLoading.current.delete(courseId) && state === 'done') showToast(text('downloads.done', { title }));
    }
  }, [downloads, text]);

  useEffect(() => {
    if (!isWaiting || !isReached) return;
    const goOn = () => void downloader().then(each => each.goOn(), ignore);
    goOn();
    const timer = setInterval(goOn, AGAIN_AFTER);
    return () => clearInterval(timer);
  }, [isWaiting, isReached]);

  useEffect(() => {
    if (hasPdf && isReached)
      void downloader()
        .then(each => each.keepPdfReader())
        .catch(ignore);
  }, [hasPdf, isReached]);
}

/** There will be another time. */
function ignore(): void {}
