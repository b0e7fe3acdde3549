import { createRoute } from '@tanstack/react-router';
import { root } from '../../shell/root';
import { view } from '../../shell/view';

export const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  staticData: { needs: 'view_workspace' },
  component: view(() => import('./views/settings')),
});
