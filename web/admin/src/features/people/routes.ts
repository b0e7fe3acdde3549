import { createRoute } from '@tanstack/react-router';
import { texts } from '../../search';
import { root } from '../../shell/root';
import { view } from '../../shell/view';

export const people = createRoute({
  getParentRoute: () => root,
  path: '/people',
  staticData: { needs: 'view_people' },
  validateSearch: texts('q', 'state', 'role', 'region'),
  component: view(() => import('./views/people')),
});

export const bulkInvitation = createRoute({
  getParentRoute: () => root,
  path: '/people/invite',
  staticData: { needs: 'manage_people' },
  component: view(() => import('./views/bulk-invitation')),
});

export const person = createRoute({
  getParentRoute: () => root,
  path: '/people/$memberId',
  staticData: { needs: 'view_people' },
  component: view(() => import('./views/person')),
});
