import type { Page } from '@playwright/test';
import { openRow } from './authoring.ts';
import { administrator, openPanel, operator } from './panel.ts';
import type { PanelSeed } from './panel-seed.ts';
import { tokenOf } from './people.ts';

interface PanelView {
  path: string;
  /** What leads to the view from there. */
  show?: (page: Page) => Promise<void>;
}

export const WALKERS = ['administrator', 'manager', 'operator'] as const;
export type Walker = (typeof WALKERS)[number];

/** Every view of the panel, by name, for those who may see it. axe and the screenshots walk them all. */
export function panelViewsOf(seed: PanelSeed): Record<Walker, Record<string, PanelView>> {
  const course = `courses/${seed.courseId}`;
  return {
    administrator: {
      overview: { path: '' },
      people: { path: 'people' },
      'people-none': { path: 'people?q=nobody-has-this-name' },
      person: { path: `people/${seed.report.memberId}` },
      'people-invite': { path: 'people/invite' },
      requests: { path: 'requests' },
      groups: { path: 'groups' },
      group: { path: `groups/${seed.groupId}` },
      courses: { path: 'courses' },
      course: { path: course },
      lesson: { path: course, show: page => openLesson(page, seed.lesson) },
      'lesson-preview': { path: course, show: page => previewLesson(page, seed.lesson) },
      'course-versions': { path: `${course}/versions` },
      'course-difference': { path: `${course}/difference`, show: showLines },
      'course-export': { path: `${course}/exports/${seed.exportId}` },
      'course-invitations': { path: `courses/${seed.askedForId}/invitations` },
      'quiz-results': { path: seed.quizResults },
      'quiz-attempt': { path: seed.quizAttempt },
      'package-attempts': { path: seed.packageAttempts },
      'question-banks': { path: 'question-banks' },
      'question-bank-new': { path: 'question-banks/new' },
      'question-bank': { path: `question-banks/${seed.bankId}` },
      paths: { path: 'paths' },
      path: { path: `paths/${seed.pathId}` },
      'global-courses': { path: 'global-courses' },
      'global-course': { path: `global-courses/${seed.globalId}` },
      'course-subscribed': { path: `courses/${seed.globalId}` },
      'global-collections': { path: 'global-collections' },
      'global-collection': { path: `global-collections/${seed.collectionId}` },
      imports: { path: 'imports' },
      'import-new': { path: 'imports/new' },
      'import-running': { path: '', show: page => showRunning(page, seed) },
      'package-new': { path: 'packages/new' },
      'import-done': { path: `imports/${seed.doneImportId}` },
      settings: { path: 'settings' },
      providers: { path: 'sign-in' },
      'provider-new': { path: 'sign-in/new' },
      provider: { path: `sign-in/${seed.providerId}` },
      'api-clients': { path: 'api-clients' },
      support: { path: 'support' },
      audit: { path: 'audit' },
      missing: { path: 'no-such-page' },
    },
    manager: {
      team: { path: 'team' },
      'team-requests': { path: 'team/requests' },
      'team-member': { path: `team/${seed.report.memberId}` },
      'team-attempt': { path: seed.teamAttempt },
      refused: { path: 'settings' },
    },
    operator: {
      'platform-overview': { path: '' },
      workspaces: { path: 'platform/workspaces' },
      workspace: { path: 'platform/workspaces/acme-corp' },
      'platform-courses': { path: 'platform/courses' },
      'platform-collections': { path: 'platform/collections' },
      'platform-collection': { path: `platform/collections/${seed.collectionId}` },
      agents: { path: 'platform/agents' },
      'dead-letters': { path: 'platform/dead-letters' },
    },
  };
}

async function openLesson(page: Page, title: string): Promise<void> {
  await openRow(page, title);
  await page.getByRole('textbox', { name: 'Lesson text' }).waitFor();
}

async function previewLesson(page: Page, title: string): Promise<void> {
  await openLesson(page, title);
  await page.getByRole('tab', { name: 'Preview' }).click();
  await page.getByRole('article').waitFor();
}

/** What has changed in the text of the first lesson that has. */
async function showLines(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /changes in the text$/ })
    .first()
    .click();
  await page.getByText('Added:').first().waitFor();
}

/** An import is soon over: the page goes on getting what the API has answered while it ran. */
async function showRunning(page: Page, { running }: PanelSeed): Promise<void> {
  await page.route(`**/v1/admin/imports/${running.import_id}`, route => route.fulfill({ json: running }));
  await page.goto(`/admin/imports/${running.import_id}`);
  await page.getByRole('heading', { name: 'Saving lessons and files' }).waitFor();
}

export async function openAs(page: Page, walker: Walker, seed: PanelSeed): Promise<void> {
  const tokens = {
    administrator,
    manager: () => tokenOf(seed.manager.email),
    operator,
  };
  await openPanel(page, await tokens[walker]());
}
