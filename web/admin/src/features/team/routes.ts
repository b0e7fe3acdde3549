import { createRoute } from '@tanstack/react-router';
import { texts } from '../../search';
import { root } from '../../shell/root';
import { view } from '../../shell/view';

export const team = createRoute({
  getParentRoute: () => root,
  path: '/team',
  staticData: { needs: 'view_team' },
  validateSearch: texts('depth'),
  component: view(() => import('./views/team')),
});

export const teamMember = createRoute({
  getParentRoute: () => root,
  path: '/team/$memberId',
  staticData: { needs: 'view_team' },
  component: view(() => import('./views/team-member')),
});
