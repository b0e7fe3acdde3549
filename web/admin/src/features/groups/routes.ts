import { createRoute } from '@tanstack/react-router';
import { root } from '../../shell/root';
import { view } from '../../shell/view';

export const groups = createRoute({
  getParentRoute: () => root,
  path: '/groups',
  staticData: { needs: 'view_workspace' },
  component: view(() => import('./views/groups')),
});

export const group = createRoute({
  getParentRoute: () => root,
  path: '/groups/$groupId',
  staticData: { needs: 'view_workspace' },
  component: view(() => import('./views/group')),
});
