import { useBlocker } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { FormDialog } from './form-dialog';

interface LeaveGuardProps {
  /** Whether something would be lost. */
  when: boolean;
  title: string;
  /** What the button says that leaves all the same. */
  action: string;
  children: ReactNode;
}

/** Asks before somebody leaves a page with what they have not saved. */
export function LeaveGuard({ when, title, action, children }: LeaveGuardProps) {
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => when && current.pathname !== next.pathname,
    enableBeforeUnload: when,
    withResolver: true,
  });
  return (
    <FormDialog
      title={title}
      open={status === 'blocked'}
      action={action}
      danger
      onClose={() => reset?.()}
      onSubmit={async () => proceed?.()}
    >
      <p>{children}</p>
    </FormDialog>
  );
}
