import { Link } from '@tanstack/react-router';

interface AttemptsLinkProps {
  to: '/courses/$courseId/quizzes/$lessonId' | '/courses/$courseId/packages/$lessonId';
  courseId: string;
  lessonId: string;
  children: string;
}

/** What learners have done in a lesson has a page of its own. */
export function AttemptsLink({ to, courseId, lessonId, children }: AttemptsLinkProps) {
  return (
    <p>
      <Link to={to} params={{ courseId, lessonId }}>
        {children}
      </Link>
    </p>
  );
}
