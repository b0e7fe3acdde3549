import { createRoute } from '@tanstack/react-router';
import { texts } from '../search';
import { root } from './root';
import { view } from './view';

export const people = createRoute({
  getParentRoute: () => root,
  path: '/people',
  staticData: { needs: 'readPeople' },
  validateSearch: texts('q', 'state', 'role', 'region'),
  component: view(() => import('../views/people')),
});

export const bulkInvitation = createRoute({
  getParentRoute: () => root,
  path: '/people/invite',
  staticData: { needs: 'changePeople' },
  component: view(() => import('../views/bulk-invitation')),
});

export const person = createRoute({
  getParentRoute: () => root,
  path: '/people/$memberId',
  staticData: { needs: 'readPeople' },
  component: view(() => import('../views/person')),
});

export const groups = createRoute({
  getParentRoute: () => root,
  path: '/groups',
  staticData: { needs: 'readWorkspace' },
  component: view(() => import('../views/groups')),
});

export const group = createRoute({
  getParentRoute: () => root,
  path: '/groups/$groupId',
  staticData: { needs: 'readWorkspace' },
  component: view(() => import('../views/group')),
});

export const team = createRoute({
  getParentRoute: () => root,
  path: '/team',
  staticData: { needs: 'team' },
  validateSearch: texts('depth'),
  component: view(() => import('../views/team')),
});

export const teamMember = createRoute({
  getParentRoute: () => root,
  path: '/team/$memberId',
  staticData: { needs: 'team' },
  component: view(() => import('../views/team-member')),
});
