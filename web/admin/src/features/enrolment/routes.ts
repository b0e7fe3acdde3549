import { createRoute } from '@tanstack/react-router';
import { texts } from '../../search';
import { root } from '../../shell/root';
import { view } from '../../shell/view';

export const requests = createRoute({
  getParentRoute: () => root,
  path: '/requests',
  staticData: { needs: 'view_people' },
  validateSearch: texts('region'),
  component: view(() => import('./views/requests')),
});

export const teamRequests = createRoute({
  getParentRoute: () => root,
  path: '/team/requests',
  staticData: { needs: 'view_team' },
  component: view(() => import('./views/team-requests')),
});

export const courseInvitations = createRoute({
  getParentRoute: () => root,
  path: '/courses/$courseId/invitations',
  staticData: { needs: 'view_courses' },
  component: view(() => import('./views/invitations')),
});
