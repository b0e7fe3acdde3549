import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { texts } from '../search';
import { root } from './root';

export const people = createRoute({
  getParentRoute: () => root,
  path: '/people',
  staticData: { needs: 'readPeople' },
  validateSearch: texts('q', 'state', 'role', 'region'),
  component: lazyRouteComponent(() => import('../views/people')),
});

export const bulkInvitation = createRoute({
  getParentRoute: () => root,
  path: '/people/invite',
  staticData: { needs: 'changePeople' },
  component: lazyRouteComponent(() => import('../views/bulk-invitation')),
});

export const person = createRoute({
  getParentRoute: () => root,
  path: '/people/$memberId',
  staticData: { needs: 'readPeople' },
  component: lazyRouteComponent(() => import('../views/person')),
});

export const groups = createRoute({
  getParentRoute: () => root,
  path: '/groups',
  staticData: { needs: 'readWorkspace' },
  component: lazyRouteComponent(() => import('../views/groups')),
});

export const group = createRoute({
  getParentRoute: () => root,
  path: '/groups/$groupId',
  staticData: { needs: 'readWorkspace' },
  component: lazyRouteComponent(() => import('../views/group')),
});

export const team = createRoute({
  getParentRoute: () => root,
  path: '/team',
  staticData: { needs: 'team' },
  validateSearch: texts('depth'),
  component: lazyRouteComponent(() => import('../views/team')),
});

export const teamMember = createRoute({
  getParentRoute: () => root,
  path: '/team/$memberId',
  staticData: { needs: 'team' },
  component: lazyRouteComponent(() => import('../views/team-member')),
});
