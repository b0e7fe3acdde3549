import { createRouter } from '@tanstack/react-router';
import { apiClients } from './features/api-clients/routes';
import { courseExport } from './features/archives/routes';
import { audit } from './features/audit/routes';
import { course, courseDifference, courses, courseVersions } from './features/courses/routes';
import { courseInvitations, requests, teamRequests } from './features/enrolment/routes';
import { globalCollection, globalCollections, globalCourse, globalCourses } from './features/global/routes';
import { group, groups } from './features/groups/routes';
import { importRun, imports, newImport } from './features/imports/routes';
import { overview } from './features/overview/routes';
import { newPackage, packageAttempts } from './features/packages/routes';
import { path, paths } from './features/paths/routes';
import { bulkInvitation, people, person } from './features/people/routes';
import {
  agents,
  collection,
  collections,
  deadLetters,
  platformCourses,
  workspace,
  workspaces,
} from './features/platform/routes';
import { newQuestionBank, questionBank, questionBanks } from './features/question-banks/routes';
import { quiz, quizAttempt, teamAttempt } from './features/quizzes/routes';
import { newProvider, provider, providers } from './features/sign-in/routes';
import { supportAccess } from './features/support/routes';
import { team, teamMember } from './features/team/routes';
import { settings } from './features/workspace/routes';
import { Missing } from './shell/refused';
import { root } from './shell/root';
import { ViewFailure } from './shell/view-failure';
import { ViewWaiting } from './shell/view-waiting';

export const router = createRouter({
  basepath: '/admin',
  routeTree: root.addChildren([
    overview,
    people,
    bulkInvitation,
    person,
    groups,
    group,
    requests,
    team,
    teamRequests,
    teamMember,
    teamAttempt,
    courses,
    course,
    courseVersions,
    courseDifference,
    courseInvitations,
    courseExport,
    quiz,
    quizAttempt,
    packageAttempts,
    questionBanks,
    newQuestionBank,
    questionBank,
    paths,
    path,
    globalCourses,
    globalCourse,
    globalCollections,
    globalCollection,
    imports,
    newPackage,
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
    platformCourses,
    collections,
    collection,
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
