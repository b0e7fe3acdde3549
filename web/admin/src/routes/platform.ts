import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { texts } from '../search';
import { root } from './root';

export const workspaces = createRoute({
  getParentRoute: () => root,
  path: '/platform/workspaces',
  staticData: { needs: 'platform' },
  validateSearch: texts('state'),
  component: lazyRouteComponent(() => import('../views/platform-workspaces')),
});

export const workspace = createRoute({
  getParentRoute: () => root,
  path: '/platform/workspaces/$workspaceId',
  staticData: { needs: 'platform' },
  component: lazyRouteComponent(() => import('../views/platform-workspace')),
});

export const agents = createRoute({
  getParentRoute: () => root,
  path: '/platform/agents',
  staticData: { needs: 'platform' },
  component: lazyRouteComponent(() => import('../views/agents')),
});

export const deadLetters = createRoute({
  getParentRoute: () => root,
  path: '/platform/dead-letters',
  staticData: { needs: 'platform' },
  component: lazyRouteComponent(() => import('../views/dead-letters')),
});
