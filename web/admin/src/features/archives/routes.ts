import { createRoute } from '@tanstack/react-router';
import { root } from '../../shell/root';
import { view } from '../../shell/view';

export const courseExport = createRoute({
  getParentRoute: () => root,
  path: '/courses/$courseId/exports/$exportId',
  staticData: { needs: 'manage_courses' },
  component: view(() => import('./views/export')),
});
