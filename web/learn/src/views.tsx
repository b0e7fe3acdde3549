import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { ViewWaiting } from './shell/view-waiting';

const home = () => import('./features/home/views/home');
const player = () => import('./features/player/views/player');

const Home = lazy(home);
const Catalogue = lazy(() => import('./features/catalogue/views/catalogue'));
const Course = lazy(() => import('./features/course/views/course'));
const Paths = lazy(() => import('./features/paths/views/paths'));
const Path = lazy(() => import('./features/paths/views/path'));
const Player = lazy(player);
const Learning = lazy(() => import('./features/learning/views/learning'));
const Boards = lazy(() => import('./features/boards/views/boards'));
const Downloads = lazy(() => import('./features/downloads/views/downloads'));
const Profile = lazy(() => import('./features/profile/views/profile'));
const LinkAccount = lazy(() => import('./features/link-account/views/link-account'));
const Missing = lazy(() => import('./shell/missing'));

/** Fetches the page on which most visits begin while it is still being found out who is there. */
export function foresee(path: string): void {
  if (path === '/') void home();
  if (path.includes('/lessons/')) void player();
}

/** The pages of the portal. Lessons link to each other by these very addresses. */
export function Views() {
  return (
    <Suspense fallback={<ViewWaiting />}>
      <Switch>
        <Route path="/">
          <Home />
        </Route>
        <Route path="/catalogue">
          <Catalogue />
        </Route>
        <Route path="/courses/:courseId">{({ courseId }) => <Course key={courseId} courseId={courseId} />}</Route>
        <Route path="/courses/:courseId/lessons/:lessonId">
          {({ courseId, lessonId }) => <Player courseId={courseId} lessonId={lessonId} />}
        </Route>
        <Route path="/paths">
          <Paths />
        </Route>
        <Route path="/paths/:pathId">{({ pathId }) => <Path key={pathId} pathId={pathId} />}</Route>
        <Route path="/learning">
          <Learning />
        </Route>
        <Route path="/boards/:board?">{({ board }) => <Boards board={board} />}</Route>
        <Route path="/downloads">
          <Downloads />
        </Route>
        <Route path="/profile">
          <Profile />
        </Route>
        <Route path="/link-account">
          <LinkAccount />
        </Route>
        <Route>
          <Missing />
        </Route>
      </Switch>
    </Suspense>
  );
}
