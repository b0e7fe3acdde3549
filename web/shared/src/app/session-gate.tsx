import { lazy, type ReactNode, Suspense } from 'react';
import { Toasts } from '../parts/toasts';
import { useSession } from '../session/use-session';
import type { Way } from '../sign-in/sign-in';

const SignInPage = lazy(() => import('../sign-in/sign-in-page'));
const SessionEnded = lazy(() => import('../sign-in/session-ended'));

interface SessionGateProps {
  usualWay: Way;
  /** What stands here until it is known who it is. */
  waiting: ReactNode;
  children: ReactNode;
}

/** Lets members in; the address stays, so that the page that was asked for opens after the sign-in. */
export function SessionGate({ usualWay, waiting, children }: SessionGateProps) {
  const { phase } = useSession();
  if (phase === 'restoring') return waiting;
  if (phase === 'signed-out') {
    return (
      <Suspense>
        <SignInPage usualWay={usualWay} />
      </Suspense>
    );
  }
  return (
    <>
      {children}
      <Suspense>{phase === 'ended' && <SessionEnded usualWay={usualWay} />}</Suspense>
      <Toasts />
    </>
  );
}
