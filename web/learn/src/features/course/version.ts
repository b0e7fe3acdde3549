import { queryClient } from 'shared/app/query-client';
import { fromShelf, unshelveAll } from '../../offline/shelf';

interface Shown {
  shown_version?: number | undefined;
}

/**
 * Lessons are kept without their version: which one is taken is known only once the course is there, and both are asked for at once. So when
 * the course comes in another version than before, no lesson that was kept is shown any more. Nothing waits for it: a device's storage may
 * be slow.
 */
export function dropLessonsOfOther(courseId: string, version: number | undefined): void {
  const key = ['course', courseId] as const;
  const shown = queryClient.getQueryData<Shown>(key);
  if (shown) {
    if (shown.shown_version !== version) dropLessons(courseId);
    return;
  }
  void fromShelf<Shown>(key).then(kept => {
    if (kept && kept.shown_version !== version) return dropKept(courseId);
    return undefined;
  });
}

/** Those that are open are asked for anew. */
export function dropLessons(courseId: string): void {
  const queryKey = ['lesson', courseId] as const;
  queryClient.removeQueries({ queryKey, type: 'inactive' });
  void queryClient.resetQueries({ queryKey });
  void unshelveAll(queryKey);
}

/** What this page shows has just come with the course; it is asked for again to be kept. */
async function dropKept(courseId: string): Promise<void> {
  const queryKey = ['lesson', courseId] as const;
  await unshelveAll(queryKey);
  await queryClient.invalidateQueries({ queryKey });
}
