import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { texts } from '../search';
import { root } from './root';

export const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  staticData: { needs: 'readWorkspace' },
  component: lazyRouteComponent(() => import('../views/settings')),
});

export const providers = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  staticData: { needs: 'readWorkspace' },
  component: lazyRouteComponent(() => import('../views/providers')),
});

export const newProvider = createRoute({
  getParentRoute: () => root,
  path: '/sign-in/new',
  staticData: { needs: 'changeWorkspace' },
  component: lazyRouteComponent(() => import('../views/new-provider')),
});

export const provider = createRoute({
  getParentRoute: () => root,
  path: '/sign-in/$providerId',
  staticData: { needs: 'readWorkspace' },
  component: lazyRouteComponent(() => import('../views/provider')),
});

export const apiClients = createRoute({
  getParentRoute: () => root,
  path: '/api-clients',
  staticData: { needs: 'readWorkspace' },
  component: lazyRouteComponent(() => import('../views/api-clients')),
});

export const supportAccess = createRoute({
  getParentRoute: () => root,
  path: '/support',
  staticData: { needs: 'readWorkspace' },
  component: lazyRouteComponent(() => import('../views/support-access')),
});

export const audit = createRoute({
  getParentRoute: () => root,
  path: '/audit',
  staticData: { needs: 'audit' },
  validateSearch: texts('month', 'action', 'actor', 'target'),
  component: lazyRouteComponent(() => import('../views/audit')),
});
