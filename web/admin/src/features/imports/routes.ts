import { createRoute } from '@tanstack/react-router';
import { texts } from '../../search';
import { root } from '../../shell/root';
import { view } from '../../shell/view';

export const imports = createRoute({
  getParentRoute: () => root,
  path: '/imports',
  staticData: { needs: 'view_courses' },
  component: view(() => import('./views/imports')),
});

export const newImport = createRoute({
  getParentRoute: () => root,
  path: '/imports/new',
  staticData: { needs: 'manage_courses' },
  component: view(() => import('./views/new-import')),
});

export const importRun = createRoute({
  getParentRoute: () => root,
  path: '/imports/$importId',
  staticData: { needs: 'view_courses' },
  validateSearch: texts('kind'),
  component: view(() => import('./views/import')),
});
