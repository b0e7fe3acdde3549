import { createRoute } from '@tanstack/react-router';
import { texts } from '../../search';
import { root } from '../../shell/root';
import { view } from '../../shell/view';

export const audit = createRoute({
  getParentRoute: () => root,
  path: '/audit',
  staticData: { needs: 'view_audit_log' },
  validateSearch: texts('month', 'action', 'actor', 'target'),
  component: view(() => import('./views/audit')),
});
