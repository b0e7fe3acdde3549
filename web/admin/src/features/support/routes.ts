import { createRoute } from '@tanstack/react-router';
import { root } from '../../shell/root';
import { view } from '../../shell/view';

export const supportAccess = createRoute({
  getParentRoute: () => root,
  path: '/support',
  staticData: { needs: 'view_workspace' },
  component: view(() => import('./views/support-access')),
});
