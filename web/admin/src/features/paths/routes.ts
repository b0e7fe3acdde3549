import { createRoute } from '@tanstack/react-router';
import { texts } from '../../search';
import { root } from '../../shell/root';
import { view } from '../../shell/view';

export const paths = createRoute({
  getParentRoute: () => root,
  path: '/paths',
  staticData: { needs: 'view_courses' },
  validateSearch: texts('q', 'state'),
  component: view(() => import('./views/paths')),
});

export const path = createRoute({
  getParentRoute: () => root,
  path: '/paths/$pathId',
  staticData: { needs: 'view_courses' },
  component: view(() => import('./views/path')),
});
