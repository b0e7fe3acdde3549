import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { Failure } from 'shared/parts/state';

/** A view that could not be shown at all: its part of the application did not come, or it broke. */
export function ViewFailure({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <Failure
      error={error}
      onRetry={() => {
        reset();
        void router.invalidate();
      }}
    />
  );
}
