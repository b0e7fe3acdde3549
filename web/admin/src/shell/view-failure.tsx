import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { isOffline } from 'shared/api/problem';
import { Failure } from 'shared/parts/state';
import { useOnline } from 'shared/session/use-session';

/** A view that could not be shown at all: its part of the application did not come, or it broke. */
export function ViewFailure({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const online = useOnline();

  function retry() {
    reset();
    void router.invalidate();
  }

  useEffect(() => {
    if (online && isOffline(error)) retry();
  }, [online, error]);
  return <Failure error={error} onRetry={retry} />;
}
