import { lazy, Suspense } from 'react';
import { Loading, Skeleton } from 'shared/parts/skeleton';
import type { Kind, TaskProps } from './kind';

/** Packages come with their messages when one is opened: no other lesson needs them. */
const PackageTask = lazy(async () => {
  const [task, { loadPackageMessages }] = await Promise.all([
    import('./package/package-task'),
    import('./package/text'),
  ]);
  await loadPackageMessages();
  return task;
});

function LazyPackage(props: TaskProps<'package'>) {
  return (
    <Suspense
      fallback={
        <Loading>
          <Skeleton height="12rem" />
        </Loading>
      }
    >
      <PackageTask {...props} />
    </Suspense>
  );
}

export const packageKind: Kind<'package'> = {
  Task: LazyPackage,
  // It is completed by what it reports, on the server, and never by the member's word.
  left: () => ({ done: 0, total: 1, of: 'package' }),
};
