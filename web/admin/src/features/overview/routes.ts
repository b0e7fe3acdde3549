import { createRoute } from '@tanstack/react-router';
import { root } from '../../shell/root';
import { view } from '../../shell/view';

export const overview = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: view(() => import('./views/overview')),
});
