import { createRoute } from '@tanstack/react-router';
import { root } from '../../shell/root';
import { view } from '../../shell/view';

export const newPackage = createRoute({
  getParentRoute: () => root,
  path: '/packages/new',
  staticData: { needs: 'manage_courses' },
  component: view(() => import('./views/new-package')),
});
