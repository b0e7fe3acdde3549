import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { texts } from '../search';
import { root } from './root';

export const courses = createRoute({
  getParentRoute: () => root,
  path: '/courses',
  staticData: { needs: 'readCourses' },
  validateSearch: texts('q', 'state'),
  component: lazyRouteComponent(() => import('../views/courses')),
});

export const course = createRoute({
  getParentRoute: () => root,
  path: '/courses/$courseId',
  staticData: { needs: 'readCourses' },
  validateSearch: texts('at'),
  component: lazyRouteComponent(() => import('../views/course')),
});

export const imports = createRoute({
  getParentRoute: () => root,
  path: '/imports',
  staticData: { needs: 'readCourses' },
  component: lazyRouteComponent(() => import('../views/imports')),
});

export const newImport = createRoute({
  getParentRoute: () => root,
  path: '/imports/new',
  staticData: { needs: 'changeCourses' },
  component: lazyRouteComponent(() => import('../views/new-import')),
});

export const importRun = createRoute({
  getParentRoute: () => root,
  path: '/imports/$importId',
  staticData: { needs: 'readCourses' },
  validateSearch: texts('kind'),
  component: lazyRouteComponent(() => import('../views/import')),
});
