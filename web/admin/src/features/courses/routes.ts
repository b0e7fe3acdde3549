import { createRoute } from '@tanstack/react-router';
import { texts } from '../../search';
import { root } from '../../shell/root';
import { view } from '../../shell/view';
import { pairIn } from './versions/version-name';

export const courses = createRoute({
  getParentRoute: () => root,
  path: '/courses',
  staticData: { needs: 'view_courses' },
  validateSearch: texts('q', 'state'),
  component: view(() => import('./views/courses')),
});

export const course = createRoute({
  getParentRoute: () => root,
  path: '/courses/$courseId',
  staticData: { needs: 'view_courses' },
  validateSearch: texts('at'),
  component: view(() => import('./views/course')),
});

export const courseVersions = createRoute({
  getParentRoute: () => root,
  path: '/courses/$courseId/versions',
  staticData: { needs: 'view_courses' },
  component: view(() => import('./views/versions')),
});

export const courseDifference = createRoute({
  getParentRoute: () => root,
  path: '/courses/$courseId/difference',
  staticData: { needs: 'view_courses' },
  validateSearch: pairIn,
  component: view(() => import('./views/difference')),
});
