import { createRoute } from '@tanstack/react-router';
import { texts } from '../../search';
import { root } from '../../shell/root';
import { view } from '../../shell/view';

export const providers = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  staticData: { needs: 'view_workspace' },
  component: view(() => import('./views/providers')),
});

export const newProvider = createRoute({
  getParentRoute: () => root,
  path: '/sign-in/new',
  staticData: { needs: 'manage_workspace' },
  component: view(() => import('./views/new-provider')),
});

export const provider = createRoute({
  getParentRoute: () => root,
  path: '/sign-in/$providerId',
  staticData: { needs: 'view_workspace' },
  validateSearch: texts('test'),
  component: view(() => import('./views/provider')),
});
