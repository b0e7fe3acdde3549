import { lazy, Suspense } from 'react';
import { SessionGate } from 'shared/app/session-gate';
import { Route, Switch } from 'wouter';
import { Shell } from './shell/shell';
import { ShellWaiting } from './shell/shell-waiting';
import { Views } from './views';

const EnrolPage = lazy(() => import('shared/sign-in/enrol-page'));

export function App() {
  return (
    <Switch>
      <Route path="/enrol">
        <Suspense>
          <EnrolPage />
        </Suspense>
      </Route>
      <Route>
        <SessionGate usualWay="code" waiting={<ShellWaiting />}>
          <Shell>
            <Views />
          </Shell>
        </SessionGate>
      </Route>
    </Switch>
  );
}
