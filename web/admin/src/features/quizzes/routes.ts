import { createRoute } from '@tanstack/react-router';
import { root } from '../../shell/root';
import { quizView } from './quiz-view';

export const quiz = createRoute({
  getParentRoute: () => root,
  path: '/courses/$courseId/quizzes/$lessonId',
  staticData: { needs: 'view_courses' },
  component: quizView(() => import('./views/quiz')),
});
