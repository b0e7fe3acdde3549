import { lazy, Suspense } from 'react';
import { Loading, Skeleton } from 'shared/parts/skeleton';
import { useText } from '../../../../text';
import { faultsOfQuiz } from '../../../quizzes/model/faults';
import { quizText, sentQuiz } from '../../../quizzes/model/quiz';
import { AttemptsLink } from './attempts-link';
import type { ContentEditorProps, ContentOf, KindOfLesson } from './kind';

const load = async () => (await import('../../../quizzes/editor/quiz-editor')).loadQuizEditor();
const Editor = lazy(async () => ({ default: (await load()).QuizEditor }));
const Preview = lazy(async () => ({ default: (await load()).QuizPreview }));

function Waiting() {
  return (
    <Loading>
      <Skeleton height="16rem" />
    </Loading>
  );
}

function LazyEditor(props: ContentEditorProps<'quiz'>) {
  return (
    <Suspense fallback={<Waiting />}>
      <Editor {...props} />
    </Suspense>
  );
}

function LazyPreview(props: { content: ContentOf<'quiz'> }) {
  return (
    <Suspense fallback={<Waiting />}>
      <Preview {...props} />
    </Suspense>
  );
}

function ToResults(lesson: { courseId: string; lessonId: string }) {
  const text = useText();
  return (
    <AttemptsLink to="/courses/$courseId/quizzes/$lessonId" {...lesson}>
      {text('course.quiz-results')}
    </AttemptsLink>
  );
}

/** Questions that the server grades. Editor and preview come when one is opened. */
export const QUIZ: KindOfLesson<'quiz'> = {
  name: 'course.kind.quiz',
  purpose: 'course.kind.quiz-text',
  picture:
    'M12 20.200a8.200 8.200 0 1 0 0-16.400 8.200 8.200 0 0 0 0 16.400zM9.600 9.700a2.400 2.400 0 1 1 3.500 2.200c-.8.4-1.100.9-1.100 1.700M12 16.500v.2',
  needsText: false,
  empty: { kind: 'quiz', questions: [] },
  text: quizText,
  sent: sentQuiz,
  fault(content) {
    const faults = faultsOfQuiz(content);
    if (faults.size === 0) return undefined;
    return faults.get('questions') === 'no-questions' ? 'no-questions' : 'quiz';
  },
  Editor: LazyEditor,
  More: ToResults,
  Preview: LazyPreview,
};
