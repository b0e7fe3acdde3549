import { createRoute } from '@tanstack/react-router';
import { root } from '../../shell/root';
import { quizView } from './quiz-view';

export const quiz = createRoute({
  getParentRoute: () => root,
  path: '/courses/$courseId/quizzes/$lessonId',
  staticData: { needs: 'view_courses' },
  component: quizView(() => import('./views/quiz')),
});

export const quizAttempt = createRoute({
  getParentRoute: () => root,
  path: '/courses/$courseId/quizzes/$lessonId/attempts/$memberId/$number',
  staticData: { needs: 'view_courses' },
  component: quizView(() => import('./views/attempt')),
});

export const teamAttempt = createRoute({
  getParentRoute: () => root,
  path: '/team/$memberId/attempts/$courseId/$lessonId/$number',
  staticData: { needs: 'view_team' },
  component: quizView(() => import('./views/team-attempt')),
});
