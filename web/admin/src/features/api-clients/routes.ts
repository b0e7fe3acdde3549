import { createRoute } from '@tanstack/react-router';
import { root } from '../../shell/root';
import { view } from '../../shell/view';

export const apiClients = createRoute({
  getParentRoute: () => root,
  path: '/api-clients',
  staticData: { needs: 'view_workspace' },
  component: view(() => import('./views/api-clients')),
});
