import { createRoute } from '@tanstack/react-router';
import { texts } from '../search';
import { root } from './root';
import { view } from './view';

export const workspaces = createRoute({
  getParentRoute: () => root,
  path: '/platform/workspaces',
  staticData: { needs: 'platform' },
  validateSearch: texts('state'),
  component: view(() => import('../views/platform-workspaces')),
});

export const workspace = createRoute({
  getParentRoute: () => root,
  path: '/platform/workspaces/$workspaceId',
  staticData: { needs: 'platform' },
  component: view(() => import('../views/platform-workspace')),
});

export const agents = createRoute({
  getParentRoute: () => root,
  path: '/platform/agents',
  staticData: { needs: 'platform' },
  component: view(() => import('../views/agents')),
});

export const deadLetters = createRoute({
  getParentRoute: () => root,
  path: '/platform/dead-letters',
  staticData: { needs: 'platform' },
  component: view(() => import('../views/dead-letters')),
});
