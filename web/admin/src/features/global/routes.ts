import { createRoute } from '@tanstack/react-router';
import { texts } from '../../search';
import { root } from '../../shell/root';
import { view } from '../../shell/view';

export const globalCourses = createRoute({
  getParentRoute: () => root,
  path: '/global-courses',
  staticData: { needs: 'view_courses' },
  validateSearch: texts('q'),
  component: view(() => import('./views/global-courses')),
});

export const globalCourse = createRoute({
  getParentRoute: () => root,
  path: '/global-courses/$courseId',
  staticData: { needs: 'view_courses' },
  component: view(() => import('./views/global-course')),
});

export const globalCollections = createRoute({
  getParentRoute: () => root,
  path: '/global-collections',
  staticData: { needs: 'view_courses' },
  component: view(() => import('./views/global-collections')),
});

export const globalCollection = createRoute({
  getParentRoute: () => root,
  path: '/global-collections/$collectionId',
  staticData: { needs: 'view_courses' },
  component: view(() => import('./views/global-collection')),
});
