import { createRoute } from '@tanstack/react-router';
import { texts } from '../../search';
import { root } from '../../shell/root';
import { view } from '../../shell/view';

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
