import { createRoute } from '@tanstack/react-router';
import { texts } from '../../search';
import { root } from '../../shell/root';
import { quizView } from '../quizzes/quiz-view';

export const questionBanks = createRoute({
  getParentRoute: () => root,
  path: '/question-banks',
  staticData: { needs: 'view_courses' },
  validateSearch: texts('q'),
  component: quizView(() => import('./views/question-banks')),
});

export const newQuestionBank = createRoute({
  getParentRoute: () => root,
  path: '/question-banks/new',
  staticData: { needs: 'manage_courses' },
  component: quizView(() => import('./views/new-question-bank')),
});

export const questionBank = createRoute({
  getParentRoute: () => root,
  path: '/question-banks/$bankId',
  staticData: { needs: 'view_courses' },
  component: quizView(() => import('./views/question-bank')),
});
