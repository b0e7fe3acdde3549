import { createRoute, createRouter } from '@tanstack/react-router';
import { course, courses, importRun, imports, newImport } from './routes/courses';
import { bulkInvitation, group, groups, people, person, team, teamMember } from './routes/people';
import { agents, deadLetters, workspace, workspaces } from './routes/platform';
import { root } from './routes/root';
import { view } from './routes/view';
import { apiClients, audit, newProvider, provider, providers, settings, supportAccess } from './routes/workspace';
import { Missing } from './shell/refused';
import { ViewFailure } from './shell/view-failure';
import { ViewWaiting } from './shell/view-waiting';

const overview = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: view(() => import('./views/overview')),
});

export const router = createRouter({
  basepath: '/admin',
  routeTree: root.addChildren([
    overview,
    people,
    bulkInvitation,
    person,
    groups,
    group,
    team,
    teamMember,
    courses,
    course,
    imports,
    newImport,
    importRun,
    settings,
    providers,
    newProvider,
    provider,
    apiClients,
    supportAccess,
    audit,
    workspaces,
    workspace,
    agents,
    deadLetters,
  ]),
  defaultPreload: 'intent',
  defaultNotFoundComponent: Missing,
  defaultPendingComponent: ViewWaiting,
  defaultErrorComponent: ViewFailure,
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
