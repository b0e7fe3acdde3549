import { lazy, Suspense } from 'react';
import { Loading, Skeleton } from 'shared/parts/skeleton';
import type { Kind, TaskProps } from './kind';

/** Quizzes come with their messages when one is opened: no other lesson needs them. */
const QuizTask = lazy(async () => ({ default: await (await import('./quiz/quiz-task')).loadQuizTask() }));

function LazyQuiz(props: TaskProps<'quiz'>) {
  return (
    <Suspense
      fallback={
        <Loading>
          <Skeleton height="16rem" />
        </Loading>
      }
    >
      <QuizTask {...props} />
    </Suspense>
  );
}

export const quiz: Kind<'quiz'> = {
  Task: LazyQuiz,
  // It is completed by its result, on the server, and never by the member's word.
  left: () => ({ done: 0, total: 1, of: 'quiz' }),
};
