import { createRoute } from '@tanstack/react-router';
import { root } from '../../shell/root';
import { view } from '../../shell/view';

export const newPackage = createRoute({
  getParentRoute: () => root,
  path: '/packages/new',
  staticData: { needs: 'manage_courses' },
  component: view(() => import('./views/new-package')),
});

export const packageAttempts = createRoute({
  getParentRoute: () => root,
  path: '/courses/$courseId/packages/$lessonId',
  staticData: { needs: 'view_courses' },
  component: view(async () => {
    const [found, { loadMessages }] = await Promise.all([import('./views/package'), import('../attempts/text')]);
    await loadMessages();
    return found;
  }),
});
