import { createRoute } from '@tanstack/react-router';
import { texts } from '../../search';
import { root } from '../../shell/root';
import { view } from '../../shell/view';

export const workspaces = createRoute({
  getParentRoute: () => root,
  path: '/platform/workspaces',
  staticData: { needs: 'operate_platform' },
  validateSearch: texts('state'),
  component: view(() => import('./views/workspaces')),
});

export const workspace = createRoute({
  getParentRoute: () => root,
  path: '/platform/workspaces/$workspaceId',
  staticData: { needs: 'operate_platform' },
  component: view(() => import('./views/workspace')),
});

export const platformCourses = createRoute({
  getParentRoute: () => root,
  path: '/platform/courses',
  staticData: { needs: 'operate_platform' },
  validateSearch: texts('q', 'state'),
  component: view(() => import('./views/courses')),
});

export const collections = createRoute({
  getParentRoute: () => root,
  path: '/platform/collections',
  staticData: { needs: 'operate_platform' },
  component: view(() => import('./views/collections')),
});

export const collection = createRoute({
  getParentRoute: () => root,
  path: '/platform/collections/$collectionId',
  staticData: { needs: 'operate_platform' },
  component: view(() => import('./views/collection')),
});

export const agents = createRoute({
  getParentRoute: () => root,
  path: '/platform/agents',
  staticData: { needs: 'operate_platform' },
  component: view(() => import('./views/agents')),
});

export const deadLetters = createRoute({
  getParentRoute: () => root,
  path: '/platform/dead-letters',
  staticData: { needs: 'operate_platform' },
  component: view(() => import('./views/dead-letters')),
});
