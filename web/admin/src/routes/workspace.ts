import { createRoute } from '@tanstack/react-router';
import { texts } from '../search';
import { root } from './root';
import { view } from './view';

export const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  staticData: { needs: 'readWorkspace' },
  component: view(() => import('../views/settings')),
});

export const providers = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  staticData: { needs: 'readWorkspace' },
  component: view(() => import('../views/providers')),
});

export const newProvider = createRoute({
  getParentRoute: () => root,
  path: '/sign-in/new',
  staticData: { needs: 'changeWorkspace' },
  component: view(() => import('../views/new-provider')),
});

export const provider = createRoute({
  getParentRoute: () => root,
  path: '/sign-in/$providerId',
  staticData: { needs: 'readWorkspace' },
  component: view(() => import('../views/provider')),
});

export const apiClients = createRoute({
  getParentRoute: () => root,
  path: '/api-clients',
  staticData: { needs: 'readWorkspace' },
  component: view(() => import('../views/api-clients')),
});

export const supportAccess = createRoute({
  getParentRoute: () => root,
  path: '/support',
  staticData: { needs: 'readWorkspace' },
  component: view(() => import('../views/support-access')),
});

export const audit = createRoute({
  getParentRoute: () => root,
  path: '/audit',
  staticData: { needs: 'audit' },
  validateSearch: texts('month', 'action', 'actor', 'target'),
  component: view(() => import('../views/audit')),
});
