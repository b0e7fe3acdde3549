import { createRoute } from '@tanstack/react-router';
import { root } from '../../shell/root';
import { view } from '../../shell/view';

export const quiz = createRoute({
  getParentRoute: () => root,
  path: '/courses/$courseId/quizzes/$lessonId',
  staticData: { needs: 'view_courses' },
  component: view(async () => {
    const [found, { loadMessages }] = await Promise.all([import('./views/quiz'), import('./text')]);
    await loadMessages();
    return found;
  }),
});
