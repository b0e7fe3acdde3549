import { createRoute } from '@tanstack/react-router';
import { texts } from '../search';
import { root } from './root';
import { view } from './view';

export const courses = createRoute({
  getParentRoute: () => root,
  path: '/courses',
  staticData: { needs: 'readCourses' },
  validateSearch: texts('q', 'state'),
  component: view(() => import('../views/courses')),
});

export const course = createRoute({
  getParentRoute: () => root,
  path: '/courses/$courseId',
  staticData: { needs: 'readCourses' },
  validateSearch: texts('at'),
  component: view(() => import('../views/course')),
});

export const imports = createRoute({
  getParentRoute: () => root,
  path: '/imports',
  staticData: { needs: 'readCourses' },
  component: view(() => import('../views/imports')),
});

export const newImport = createRoute({
  getParentRoute: () => root,
  path: '/imports/new',
  staticData: { needs: 'changeCourses' },
  component: view(() => import('../views/new-import')),
});

export const importRun = createRoute({
  getParentRoute: () => root,
  path: '/imports/$importId',
  staticData: { needs: 'readCourses' },
  validateSearch: texts('kind'),
  component: view(() => import('../views/import')),
});
